// Tries every way to read or write the target files.
// Comes back: value /^held$/
serve(async ({ file, directory }) => {
  const fs = await import("node:fs");
  const made = directory + "/made";
  return await tryAll({
    readTextFile: () => Deno.readTextFile(file),
    readSync: () => Deno.readTextFileSync(file),
    open: () => Deno.open(file),
    stat: () => Deno.stat(file),
    lstat: () => Deno.lstat(file),
    readDir: () => [...Deno.readDirSync(directory)],
    realPath: () => Deno.realPath(file),
    watch: () => Deno.watchFs(directory).close(),
    write: () => Deno.writeTextFile(made, "PWNED"),
    append: () => Deno.writeTextFile(file, "PWNED", { append: true }),
    truncate: () => Deno.truncate(file),
    remove: () => Deno.remove(file),
    rename: () => Deno.rename(file, made),
    copy: () => Deno.copyFile(file, made),
    link: () => Deno.link(file, made),
    symlink: () => Deno.symlink(file, made),
    chmod: () => Deno.chmod(file, 0o777),
    utime: () => Deno.utime(file, 0, 0),
    mkdir: () => Deno.mkdir(made),
    makeTemp: () => Deno.makeTempDir(),
    nodeRead: () => fs.readFileSync(file),
    nodeWrite: () => fs.writeFileSync(made, "PWNED"),
    nodeOpen: () => fs.openSync(file),
    nodeOpendir: () => fs.opendirSync(directory),
    nodeCp: () => fs.cpSync(file, made),
    nodeAccess: () => fs.accessSync(file),
    nodeStatfs: () => fs.statfsSync(directory),
    nodeMkdtemp: () => fs.mkdtempSync(made),
    nodePromises: () => fs.promises.readFile(file),
  });
});
