/** Diagrams drawn by Mermaid, shown as pictures: a picture loads nothing and runs nothing. Loaded with the first one. */

import mermaid from "mermaid";

let drawn = 0;

/** Return a picture of a diagram. Throws where its text is none. */
export async function diagramOf(text: string): Promise<HTMLImageElement> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    secure: [
      "secure",
      "securityLevel",
      "startOnLoad",
      "maxTextSize",
      "maxEdges",
      "themeCSS",
      "fontFamily",
      "htmlLabels",
    ],
    suppressErrorRendering: true,
    theme: "neutral",
    htmlLabels: false,
    flowchart: { htmlLabels: false, useMaxWidth: false },
    maxTextSize: 20_000,
    maxEdges: 300,
  });
  const { svg } = await mermaid.render(`diagram-${++drawn}`, text);
  return pictureOf(svg, text);
}

function pictureOf(svg: string, text: string): HTMLImageElement {
  const element = new DOMParser().parseFromString(svg, "text/html").querySelector("svg") as SVGSVGElement;
  const [, , width = 600, height = 400] = (element.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  element.setAttribute("width", String(width));
  element.setAttribute("height", String(height));
  const image = new Image(width, height);
  image.alt = text;
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(element))}`;
  return image;
}
