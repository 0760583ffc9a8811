/** The page in two languages. */

import type { Lang } from "./state";

const EN = {
  network: "Network", timeline: "Timeline", reader: "Thread", chronicle: "Chronicle", measures: "Measures",
  people: "People", posts: "Posts", sites: "Sites", view: "Network view",
  search: "Search author, text, site", results: "results", noResults: "Nothing found for this search.", more: "more",
  filters: "Filters", classes: "Class of edge", kinds: "Kind of edge", minimum: "Minimum probability",
  window: "Window", wholeTime: "whole period", reset: "Reset", resetAll: "Reset view",
  E1: "explicit", E2: "evidenced by the text", E3: "inferred",
  reply: "reply", link: "link", quote: "quote", mention: "mention", relay: "relay", correct: "correction",
  v_reply: "answers", v_link: "links to", v_quote: "quotes", v_mention: "addresses", v_relay: "got the news from", v_correct: "corrects",
  theme: "Light or dark", language: "Français", focal: "focal actor", focalShort: "Focal actor",
  somebody: "unsigned", undated: "no date", undatedPosts: "posts without a date", untitled: "Untitled thread",
  noPosts: "This graph holds no posts yet.", noPostsHint: "Collect some threads, build the graph again, and open this page anew.",
  nothingInWindow: "No post in this window. Widen the brush under the timeline.",
  noWebgl: "Plain canvas: no hardware WebGL in this browser.",
  zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Show all",
  networkHelp: "Network. Arrow keys step through the nodes in order of time, plus and minus zoom, 0 shows all.",
  timelineHelp: "Timeline by site. Left and right arrows step through the posts.",
  brushFrom: "Start of the window", brushTo: "End of the window", brushHelp: "Drag to choose a window",
  probability: "probability", rule: "rule", evidence: "Evidence", standsIn: "stands in", check: "Check it at the source",
  close: "Close", openThread: "Read in its thread", noEvidence: "No verbatim span: see the rule.",
  edges: "edges", edge: "edge", post: "post", thread: "thread", threads: "threads", person: "person", site: "site",
  permalink: "permalink", owner: "owner", assumedOrder: "order as on the page",
  names: "Signs as", postsOf: "posts", firstPost: "first post", lastPost: "last post", on: "on",
  allThreads: "All threads", threadsOf: "Threads", showMore: "Show more", inReplyTo: "in reply to",
  noChronicle: "A graph alone tells no story.", noChronicleHint: "Make this page from a Spread for dated sentences. Below: the opening posts, in order.",
  chronicleEmpty: "No dated sentence passes the filters.",
  visibleNow: "Visible now", shareInferred: "inferred",
  broke: "Who broke it", relays: "Relays", cascades: "Cascades", response: "Response", replies: "Focal replies", corrections: "Corrections", limits: "Limits",
  noSpread: "A graph alone has no measures of spread.", noSpreadHint: "Make this page from a Spread to see who broke the news, relays, cascades and response times.",
  none: "None that passes the filters.",
  delay: "after", size: "size", depth: "depth", breadth: "breadth", virality: "virality", kmTitle: "Share of posts that he has not answered yet",
  kmAxis: "hours since the post", kmMedian: "median", kmAll: "As computed over all edges.", kmFiltered: "Recomputed for the visible replies; a hidden reply counts as censored.",
  kmNever: "median not reached", allEdges: "computed over all edges", counts: "follows the filters",
  claim: "Claim", correction: "Correction", by: "by", suggested: "suggested", reuse: "text reused",
  legend: "Legend", notFound: "not collected", of: "of", hours: "h", arcsHidden: "weaker arcs not drawn", status_deleted: "deleted", status_removed: "removed", status_placeholder: "not collected: others answer it",
  association: "Association, not effect.", prev: "Previous", next: "Next",
};

export type Key = keyof typeof EN;

const FR: Record<Key, string> = {
  network: "Réseau", timeline: "Chronologie", reader: "Fil", chronicle: "Récit", measures: "Mesures",
  people: "Personnes", posts: "Messages", sites: "Sites", view: "Vue du réseau",
  search: "Chercher auteur, texte, site", results: "résultats", noResults: "Rien ne correspond à cette recherche.", more: "de plus",
  filters: "Filtres", classes: "Classe du lien", kinds: "Nature du lien", minimum: "Probabilité minimale",
  window: "Fenêtre", wholeTime: "toute la période", reset: "Effacer", resetAll: "Tout réafficher",
  E1: "explicite", E2: "attesté par le texte", E3: "inféré",
  reply: "réponse", link: "lien", quote: "citation", mention: "mention", relay: "relais", correct: "correctif",
  v_reply: "répond à", v_link: "renvoie à", v_quote: "cite", v_mention: "s’adresse à", v_relay: "tient la nouvelle de", v_correct: "corrige",
  theme: "Clair ou sombre", language: "English", focal: "acteur suivi", focalShort: "Acteur suivi",
  somebody: "non signé", undated: "sans date", undatedPosts: "messages sans date", untitled: "Fil sans titre",
  noPosts: "Ce graphe ne contient encore aucun message.", noPostsHint: "Collectez des fils, reconstruisez le graphe, puis rouvrez cette page.",
  nothingInWindow: "Aucun message dans cette fenêtre. Élargissez la sélection sous la chronologie.",
  noWebgl: "Canevas simple : pas de WebGL matériel dans ce navigateur.",
  zoomIn: "Agrandir", zoomOut: "Réduire", fit: "Tout montrer",
  networkHelp: "Réseau. Les flèches parcourent les nœuds dans l’ordre du temps, plus et moins agrandissent et réduisent, 0 montre tout.",
  timelineHelp: "Chronologie par site. Les flèches gauche et droite parcourent les messages.",
  brushFrom: "Début de la fenêtre", brushTo: "Fin de la fenêtre", brushHelp: "Glisser pour choisir une fenêtre",
  probability: "probabilité", rule: "règle", evidence: "Preuve", standsIn: "se trouve dans", check: "Vérifier à la source",
  close: "Fermer", openThread: "Lire dans son fil", noEvidence: "Pas d’extrait : voir la règle.",
  edges: "liens", edge: "lien", post: "message", thread: "fil", threads: "fils", person: "personne", site: "site",
  permalink: "permalien", owner: "auteur du site", assumedOrder: "ordre de la page",
  names: "Signe", postsOf: "messages", firstPost: "premier message", lastPost: "dernier message", on: "sur",
  allThreads: "Tous les fils", threadsOf: "Fils", showMore: "Afficher la suite", inReplyTo: "en réponse à",
  noChronicle: "Un graphe seul ne raconte pas d’histoire.", noChronicleHint: "Produisez cette page depuis un Spread pour lire des phrases datées. Ci-dessous : les messages d’ouverture, dans l’ordre.",
  chronicleEmpty: "Aucune phrase datée ne passe les filtres.",
  visibleNow: "Visible à présent", shareInferred: "inférés",
  broke: "Qui l’a annoncé", relays: "Relais", cascades: "Cascades", response: "Réponse", replies: "Réponses de l’acteur", corrections: "Correctifs", limits: "Limites",
  noSpread: "Un graphe seul n’a pas de mesures de diffusion.", noSpreadHint: "Produisez cette page depuis un Spread pour voir l’annonce, les relais, les cascades et les délais de réponse.",
  none: "Aucun ne passe les filtres.",
  delay: "après", size: "taille", depth: "profondeur", breadth: "largeur", virality: "viralité", kmTitle: "Part des billets encore sans réponse",
  kmAxis: "heures depuis le billet", kmMedian: "médiane", kmAll: "Calculé sur tous les liens.", kmFiltered: "Recalculé pour les réponses visibles ; une réponse masquée compte comme censurée.",
  kmNever: "médiane non atteinte", allEdges: "calculé sur tous les liens", counts: "suit les filtres",
  claim: "Affirmation", correction: "Correctif", by: "par", suggested: "suggéré", reuse: "texte repris",
  legend: "Légende", notFound: "non collecté", of: "sur", hours: "h", arcsHidden: "arcs plus faibles non tracés", status_deleted: "supprimé", status_removed: "retiré", status_placeholder: "non collecté : d’autres y répondent",
  association: "Association, non effet.", prev: "Précédent", next: "Suivant",
};

let lang: Lang = "en";

export function setLanguage(to: Lang): void {
  lang = to;
  document.documentElement.lang = to;
}

export const t = (key: Key): string => (lang === "fr" ? FR : EN)[key];

export function tOr(key: string): string {
  return key in EN ? t(key as Key) : key;
}

const locale = (): string => (lang === "fr" ? "fr-FR" : "en-GB");

const makers = new Map<string, Intl.DateTimeFormat>();
export function formatTime(seconds: number, options: Intl.DateTimeFormatOptions): string {
  const key = locale() + JSON.stringify(options);
  if (!makers.has(key)) makers.set(key, new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...options }));
  const date = new Date(seconds * 1000);
  return Number.isFinite(date.getTime()) ? makers.get(key)!.format(date) : "–";
}

/** A time as exactly as it is known. */
export function when(seconds: number | null | undefined, precision = "minute"): string {
  if (seconds === null || seconds === undefined) return t("undated");
  const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
  if (precision === "year") return formatTime(seconds, { year: "numeric" });
  if (precision === "month") return formatTime(seconds, { month: "long", year: "numeric" });
  if (precision === "day") return formatTime(seconds, day);
  return formatTime(seconds, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function num(value: unknown, digits = 0): string {
  return typeof value === "number" && Number.isFinite(value)
    ? new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value) : "–";
}

export function hours(value: unknown): string {
  if (typeof value !== "number" || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size < 1) return `${num(value * 60)} min`;
  return size < 48 ? `${num(value, 1)} h` : `${num(value / 24, 1)} ${lang === "fr" ? "j" : "d"}`;
}
