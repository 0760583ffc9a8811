/** sigma reads constants off this class while it loads; without it the fallback could never start. */
const scope = globalThis as Record<string, unknown>;
for (const name of ["WebGLRenderingContext", "WebGL2RenderingContext"]) scope[name] ??= class {};

/** WebGL drawn by the processor is slower than a plain canvas, and Chromium complains of it on the console. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

export function hasWebgl(): boolean {
  try {
    const gl = document.createElement("canvas").getContext("webgl2");
    if (!gl) return false;
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    const maker = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    gl.getExtension("WEBGL_lose_context")?.loseContext();
    return !SOFTWARE.test(maker) || new URLSearchParams(location.hash.slice(1)).get("gl") === "1";
  } catch {
    return false;
  }
}
