// Tries to read files by fetch, import, worker and request.
// Comes back: value /^held$/
serve(({ file }) => {
  const url = "file://" + file;
  return tryAll({
    fetch: async () => (await fetch(url)).text(),
    importText: async () => (await import(url, { with: { type: "text" } })).default,
    importJson: async () => (await import(url, { with: { type: "json" } })).default,
    importBytes: async () => (await import(url, { with: { type: "bytes" } })).default,
    importCode: () => import(url),
    require: async () => (await import("node:module")).createRequire("file:///")(file),
    importScripts: () => self.importScripts(url),
    dataImport: () => import("data:text/javascript," + encodeURIComponent(`import t from "${url}" with { type: "text" }; export default t;`)),
    blobImport: () => import(URL.createObjectURL(new Blob([`import t from "${url}" with { type: "text" }; export default t;`], { type: "text/javascript" }))),
  });
});
