/** Where nodes are drawn: sigma on WebGL, or a plain canvas with the same face. */

import Graph from "graphology";
import Sigma from "sigma";

export interface Dot {
  id: number;
  x: number;
  y: number;
  r: number;
  colour: string;
}

export interface Stage {
  /** Draw these; `fit` also sets the extent that "show all" returns to. */
  draw(dots: Dot[]): void;
  extent(x: [number, number], y: [number, number]): void;
  point(x: number, y: number): [number, number];
  /** How big a dot is on screen, given its nominal radius. */
  grow(): number;
  zoom(factor: number): void;
  fit(): void;
  moveTo(x: number, y: number): void;
  onRender(callback: () => void): void;
  resize(): void;
}

const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class SigmaStage implements Stage {
  private graph = new Graph({ multi: true });
  private sigma: Sigma;

  constructor(box: HTMLElement) {
    this.sigma = new Sigma(this.graph, box, {
      allowInvalidContainer: true, renderLabels: false, renderEdgeLabels: false, enableEdgeEvents: false,
      defaultDrawNodeHover: () => {}, defaultDrawNodeLabel: () => {}, stagePadding: 34, zIndex: true,
      minCameraRatio: 0.02, maxCameraRatio: 3, zoomDuration: calm() ? 0 : 200,
      nodeReducer: (_, n) => ({ ...n, highlighted: false }),
    });
    // Hits are found geometrically by the network panel; reading pixels back would stall the GPU.
    (this.sigma as unknown as { getNodeAtPosition: () => null }).getNodeAtPosition = () => null;
  }

  draw(dots: Dot[]): void {
    this.graph.clear();
    dots.forEach((n, i) => this.graph.addNode(String(n.id), { x: n.x, y: n.y, size: n.r, color: n.colour, zIndex: i }));
    this.sigma.refresh();
  }

  extent(x: [number, number], y: [number, number]): void {
    this.sigma.setCustomBBox({ x, y });
    this.sigma.refresh();
  }

  point(x: number, y: number): [number, number] {
    const p = this.sigma.graphToViewport({ x, y });
    return [p.x, p.y];
  }

  grow(): number {
    return this.sigma.scaleSize(1);
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: Math.min(3, Math.max(0.02, camera.ratio / factor)) }, { duration: calm() ? 1 : 180 });
  }

  fit(): void {
    void this.sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, { duration: calm() ? 1 : 250 });
  }

  moveTo(x: number, y: number): void {
    const at = this.sigma.viewportToFramedGraph(this.sigma.graphToViewport({ x, y }));
    void this.sigma.getCamera().animate({ x: at.x, y: at.y }, { duration: calm() ? 1 : 300 });
  }

  onRender(callback: () => void): void {
    this.sigma.on("afterRender", callback);
  }

  resize(): void {
    this.sigma.resize();
    this.sigma.refresh();
  }
}

export class CanvasStage implements Stage {
  private canvas = document.createElement("canvas");
  private dots: Dot[] = [];
  private box = { x: [0, 1] as [number, number], y: [0, 1] as [number, number] };
  private camera = { x: 0, y: 0, k: 1 };
  private after: () => void = () => {};
  private pending = false;

  constructor(private host: HTMLElement) {
    this.canvas.className = "plain-nodes";
    host.append(this.canvas);
    this.listen();
    this.resize();
  }

  private listen(): void {
    const { host } = this;
    let from: { x: number; y: number } | null = null;
    host.addEventListener("pointerdown", (e) => { from = { x: e.clientX, y: e.clientY }; });
    window.addEventListener("pointermove", (e) => {
      if (!from) return;
      this.camera.x += e.clientX - from.x;
      this.camera.y += e.clientY - from.y;
      from = { x: e.clientX, y: e.clientY };
      this.render();
    });
    window.addEventListener("pointerup", () => { from = null; });
    host.addEventListener("wheel", (e) => {
      e.preventDefault();
      const at = host.getBoundingClientRect();
      this.zoomAt(e.deltaY < 0 ? 1.2 : 1 / 1.2, e.clientX - at.left - at.width / 2, e.clientY - at.top - at.height / 2);
    }, { passive: false });
  }

  private zoomAt(factor: number, x: number, y: number): void {
    const k = Math.min(50, Math.max(0.33, this.camera.k * factor));
    const f = k / this.camera.k;
    this.camera = { k, x: x - (x - this.camera.x) * f, y: y - (y - this.camera.y) * f };
    this.render();
  }

  private render(): void {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      const ctx = this.canvas.getContext("2d")!;
      const ratio = devicePixelRatio || 1;
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, this.canvas.width, this.canvas.height);
      const grow = this.grow();
      for (const n of this.dots) {
        const [x, y] = this.point(n.x, n.y);
        ctx.fillStyle = n.colour;
        ctx.beginPath();
        ctx.arc(x, y, n.r * grow, 0, 7);
        ctx.fill();
      }
      this.after();
    });
  }

  draw(dots: Dot[]): void {
    this.dots = dots;
    this.render();
  }

  extent(x: [number, number], y: [number, number]): void {
    this.box = { x, y };
    this.render();
  }

  point(x: number, y: number): [number, number] {
    const { clientWidth: w, clientHeight: hgt } = this.host;
    const { box, camera } = this;
    const unit = Math.min((w - 68) / (box.x[1] - box.x[0] || 1), (hgt - 68) / (box.y[1] - box.y[0] || 1)) * camera.k;
    return [w / 2 + camera.x + (x - (box.x[0] + box.x[1]) / 2) * unit, hgt / 2 + camera.y - (y - (box.y[0] + box.y[1]) / 2) * unit];
  }

  grow(): number {
    return Math.sqrt(this.camera.k);
  }

  zoom(factor: number): void {
    this.zoomAt(factor, 0, 0);
  }

  fit(): void {
    this.camera = { x: 0, y: 0, k: 1 };
    this.render();
  }

  moveTo(x: number, y: number): void {
    const [px, py] = this.point(x, y);
    this.camera.x += this.host.clientWidth / 2 - px;
    this.camera.y += this.host.clientHeight / 2 - py;
    this.render();
  }

  onRender(callback: () => void): void {
    this.after = callback;
  }

  resize(): void {
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(this.host.clientWidth * ratio);
    this.canvas.height = Math.round(this.host.clientHeight * ratio);
    this.render();
  }
}
