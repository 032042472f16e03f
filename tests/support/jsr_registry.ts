/**
 * A stand-in for the JSR registry on loopback: takes what `deno publish` uploads and serves it as `jsr:` packages.
 *
 * The packages of the standard library that Opto imports are served from `links/`, so that nothing leaves the machine.
 *
 * @module
 */
import { encodeHex } from "@std/encoding/hex";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Files of one package version by path (`/mod.ts`), with its exports. */
interface Package {
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** A running registry. */
export interface JsrRegistry extends AsyncDisposable {
  /** What to set `JSR_URL` to. */
  readonly url: string;
  /** Publishes the package in `dir` with `deno publish`; rejects with its output when that fails. */
  publish(dir: string): Promise<void>;
  /** Paths that were asked for, in order. */
  readonly log: readonly string[];
}

/** Starts a registry on a free port of the loopback interface. */
export async function openJsrRegistry(): Promise<JsrRegistry> {
  const packages = new Map<string, Package>();
  for await (const entry of Deno.readDir(join(root, "links"))) {
    const { name, ...found } = await readPackage(join(root, "links", entry.name));
    packages.set(name, found);
  }
  const log: string[] = [];

  async function accept(path: string, request: Request): Promise<Response> {
    const [, scope, name, version] =
      path.match(/^\/api\/scopes\/([^/]+)\/packages\/([^/]+)(?:\/versions\/([^/]+))?$/) ?? [];
    if (scope === undefined) return new Response("not found", { status: 404 });
    if (request.method === "POST") {
      const dir = await Deno.makeTempDir({ prefix: "opto-registry-" });
      try {
        await unpack(request, dir);
        const { name: full, ...found } = await readPackage(dir);
        packages.set(full, found);
      } finally {
        await Deno.remove(dir, { recursive: true });
      }
      return Response.json({ id: "1", status: "success", error: null });
    }
    if (version !== undefined) {
      return Response.json({ code: "packageVersionNotFound", message: "" }, { status: 404 });
    }
    const now = new Date().toISOString();
    return Response.json({ scope, name, description: "", createdAt: now, updatedAt: now });
  }

  async function serve(path: string): Promise<Response> {
    const [, name, rest] = path.match(/^\/(@[^/]+\/[^/]+)\/(.+)$/) ?? [];
    const found = packages.get(name ?? "");
    if (found === undefined || rest === undefined) {
      return new Response("not found", { status: 404 });
    }
    if (rest === "meta.json") {
      return Response.json({ latest: found.version, versions: { [found.version]: {} } });
    }
    if (rest === `${found.version}_meta.json`) {
      const manifest: Record<string, { size: number; checksum: string }> = {};
      for (const [file, bytes] of found.files) {
        const digest = await crypto.subtle.digest("SHA-256", bytes);
        manifest[file] = { size: bytes.length, checksum: `sha256-${encodeHex(digest)}` };
      }
      return Response.json({ manifest, exports: found.exports });
    }
    const bytes = found.files.get(rest.slice(found.version.length));
    return bytes === undefined
      ? new Response("not found", { status: 404 })
      : new Response(bytes, { headers: { "content-type": contentType(rest) } });
  }

  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    log.push(path);
    return path.startsWith("/api/") ? accept(path, request) : serve(path);
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  return {
    url,
    log,
    async publish(dir) {
      const { success, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["publish", "--allow-dirty", "--no-check", "--token=none"],
        cwd: dir,
        env: { JSR_URL: url, NO_COLOR: "1" },
      }).output();
      if (!success) throw new Error(new TextDecoder().decode(stderr));
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Reads a package's files and its deno.json. */
async function readPackage(dir: string): Promise<Package & { readonly name: string }> {
  const config = JSON.parse(await Deno.readTextFile(join(dir, "deno.json")));
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const path of await listFiles(dir)) {
    files.set(`/${path}`, await Deno.readFile(join(dir, path)));
  }
  const exports = typeof config.exports === "string" ? { ".": config.exports } : config.exports;
  return { name: config.name, version: config.version, exports, files };
}

async function listFiles(dir: string, under = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(join(dir, under))) {
    const path = under === "" ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory) found.push(...await listFiles(dir, path));
    else found.push(path);
  }
  return found;
}

async function unpack(request: Request, dir: string): Promise<void> {
  const tar = new Deno.Command("tar", { args: ["-xzf", "-", "-C", dir], stdin: "piped" }).spawn();
  await request.body?.pipeTo(tar.stdin);
  const { success } = await tar.status;
  if (!success) throw new Error("Cannot unpack the published package");
}

function contentType(path: string): string {
  if (path.endsWith(".tsx")) return "text/tsx";
  if (path.endsWith(".ts")) return "text/typescript";
  if (path.endsWith(".json")) return "application/json";
  return path.endsWith(".js") ? "text/javascript" : "text/plain";
}
