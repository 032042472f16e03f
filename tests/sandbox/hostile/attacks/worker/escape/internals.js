// Tries the operations beneath Deno's API, where a permission might have been forgotten.
// Comes back: value /^held$/
serve(({ file, env }) => {
  const core = Deno[Deno.internal]?.core;
  const ops = core?.ops ?? {};
  return tryAll({
    env: () => { const v = ops.op_get_env(env) ?? ops.op_get_env_no_permission_check?.(env); if (v == null) throw 0; return v; },
    noCheck: () => { const v = ops.op_get_env_no_permission_check(env); if (v == null) throw 0; return v; },
    read: () => ops.op_fs_read_file_text_sync(file),
    readAsync: () => ops.op_fs_read_file_async(file),
    require: () => ops.op_require_read_file(file),
    stat: () => { if (ops.op_require_stat(file) < 0) throw 0; return "stat"; },
    exec: () => ops.op_spawn_child({ cmd: "/bin/true", args: [] }),
    eval: () => core.evalContext("Deno.readTextFileSync('" + file + "')", "x"),
  });
});
