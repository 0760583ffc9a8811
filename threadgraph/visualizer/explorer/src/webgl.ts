/** sigma reads constants off this class while it loads; without it the fallback could never start. */
const scope = globalThis as Record<string, unknown>;
for (const name of ["WebGLRenderingContext", "WebGL2RenderingContext"]) scope[name] ??= class {};

export function hasWebgl(): boolean {
  try {
    const gl = document.createElement("canvas").getContext("webgl2");
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
    return gl !== null;
  } catch {
    return false;
  }
}
