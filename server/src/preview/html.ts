import { figure } from "../model/gate-figures.js";
import { t } from "../text/l10n.js";
import { Markup, markup } from "./markup.js";
import {
  type Card,
  type Fact,
  type Place,
  ratingWords,
  type Scene,
  type SceneGate,
  type Trust,
} from "./scene.js";
import { PAGE_STYLE, STYLE } from "./style.js";
import {
  baselinesSvg,
  FULL_WIDTH,
  figureWidth,
  gateSvg,
  legendSvg,
  noteSvg,
  pipelineSvg,
  target,
} from "./svg.js";

/** Draws something so wide, in CSS pixels. */
type Drawing = (width: number) => Markup;

/** How the content of a page is drawn. */
interface Medium {
  /** Draws what fits into the page. */
  readonly fit: (drawing: Drawing) => Markup;
  /** Whether the page can change the alloy. */
  readonly isEditable: boolean;
}

/**
 * The picture as the content of a page. Elements with `data-start` lead to the text, those with `data-copy` copy.
 * @param room how wide the page is, in CSS pixels
 */
export function sceneHtml(scene: Scene, room: number = FULL_WIDTH): string {
  return contentHtml(scene, { fit: (drawing) => drawing(figureWidth(room)), isEditable: true });
}

/** Buttons that change the current stage. The page says which one that is, and hides them while there is none. */
function toolbarHtml(): Markup {
  const button = (action: string, words: string) =>
    markup`<button type="button" data-edit="${action}">${words}</button>`;
  return markup`<div class="tools" role="toolbar" aria-label="${t`Edit the current stage`}">${[
    button("up", t`Move up`),
    button("down", t`Move down`),
    button("insert", t`Insert stage…`),
    button("duplicate", t`Duplicate`),
    button("disable", t`Disable`),
    button("remove", t`Remove`),
  ]}</div>`;
}

/** Stages that come back with one click. */
function disabledHtml(disabled: Scene["disabled"]): Markup | undefined {
  if (disabled.length === 0) return undefined;
  const rows = disabled.map(
    (stage, index) =>
      markup`<tr><td>${leading(stage, [stage.type, ...stage.parts].join(" · "))}</td><td class="whole"><button type="button" data-edit="enable" data-index="${index}" aria-label="${t`Enable ${stage.type}`}">${t`Enable`}</button></td></tr>`,
  );
  return section("disabled", t`Disabled stages`, markup`<table><tbody>${rows}</tbody></table>`);
}

/** How wide figures are in a page that is too narrow for their full width. */
const NARROW_WIDTH = 320;

/** Draws each figure twice for a page of unknown width; the style shows the one that fits. */
function bothWidths(drawing: Drawing): Markup {
  return markup`<div class="wide">${drawing(FULL_WIDTH)}</div><div class="narrow">${drawing(NARROW_WIDTH)}</div>`;
}

function contentHtml(scene: Scene, medium: Medium): string {
  const { name, version, description, domains, source, gate, trust, baselines, leftOut } = scene;
  const { fit } = medium;
  if (isEmpty(scene)) return emptyHtml();
  return markup`<header><h1>${name || t`(no name)`}</h1>
<p class="dim">${[version, domains.join(", ")].filter(Boolean).join(" · ")}</p>${description && markup`<p>${description}</p>`}
${gate && markup`<p><span class="chip ${gate.verdict}">${gate.summary}</span></p>`}${leftOut && markup`<p role="note">${leftOut}</p>`}</header>
${source && section("source", t`Source model`, cardHtml(source))}
${pipelineHtml(scene, medium)}
${disabledHtml(scene.disabled)}
${gate && section("gate", t`Acceptance gate`, gateHtml(gate, fit))}
${deliveryHtml(scene)}
${trust && section("trust", t`Trust`, trustHtml(trust))}
${
  baselines.length > 0 &&
  section(
    "baselines",
    t`Earlier attempts`,
    fit((width) => baselinesSvg(baselines, width)),
  )
}`.text;
}

/** Where the page puts the parameters of the current stage. */
const FORM = markup`<details class="parameters" id="parameters" hidden></details>`;

function pipelineHtml({ phases }: Scene, { fit, isEditable }: Medium): Markup | undefined {
  if (phases.length === 0 && !isEditable) return undefined;
  const content =
    phases.length === 0
      ? markup`<p><button type="button" data-insert="0">${t`Insert stage…`}</button></p>`
      : markup`${fit((width) => pipelineSvg(phases, width, isEditable))}${isEditable && markup`${toolbarHtml()}${FORM}`}`;
  return section("pipeline", t`Pipeline`, content);
}

/** A whole page that needs nothing else. */
export function scenePage(scene: Scene): string {
  return markup`<!DOCTYPE html>
<html lang="${t`en`}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${scene.name || t`Alloy`}</title>
<style>${new Markup(STYLE + PAGE_STYLE)}</style>
</head>
<body class="forge-alloy"><main>${new Markup(still(contentHtml(scene, { fit: bothWidths, isEditable: false })))}</main></body>
</html>
`.text;
}

/** Around an image, in CSS pixels. */
const MARGIN = 16;

/** An image that needs nothing else: the pipeline, and the gate below it. */
export function sceneImage({ name, phases, gate, leftOut }: Scene): string {
  const figures = [
    ...(phases.length > 0 ? [pipelineSvg(phases, FULL_WIDTH)] : []),
    ...(gate ? [gateSvg(gate.bars, FULL_WIDTH)] : []),
    ...(gate && gate.bars.length > 0 ? [legendSvg(FULL_WIDTH)] : []),
    ...(leftOut ? [noteSvg(leftOut, FULL_WIDTH)] : []),
  ];
  let y = 0;
  const placed = figures.map((one) => {
    const [, height = "0"] = /height="([\d.]+)"/.exec(one.text) ?? [];
    const at = y;
    y += Number(height) + 24;
    return markup`<g transform="translate(0 ${at})">${one}</g>`;
  });
  const height = Math.max(1, y - 24);
  const width = FULL_WIDTH + 2 * MARGIN;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="forge-alloy" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height + 2 * MARGIN}" width="${width}" height="${height + 2 * MARGIN}" role="img" aria-label="${name || t`Alloy`}"><style>${new Markup(STYLE)}</style>${placed.map(({ text }) => new Markup(still(text)))}</svg>
`.text;
}

/**
 * For readers who can only look: what leads to the text or copies is no button there. No text of an alloy can look like
 * these attributes, since its quotes are escaped.
 */
function still(html: string): string {
  return html
    .replace(/<button[^>]*>[^<]*<\/button>/g, "")
    .replace(/<g ([^>]*)role="button"/g, '<g $1role="img"')
    .replace(
      / (role="button"|tabindex="0"|data-(start|end)="\d+"|data-also="[-\d ]+"|data-(index|phase)="[^"]*")/g,
      "",
    );
}

function isEmpty({ name, source, phases, gate, trust, devices, baselines }: Scene): boolean {
  return !name && !source && !gate && !trust && phases.length + devices.length + baselines.length === 0;
}

function emptyHtml(): string {
  return markup`<header><h1>${t`An empty alloy`}</h1><p>${t`The preview appears here as soon as the alloy has content.`}</p>
<p><button type="button" data-command="forge-alloy.fillFromTemplate">${t`Fill from Template`}</button></p></header>`
    .text;
}

function section(id: string, title: string, content: Markup | readonly Markup[]): Markup {
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`;
}

function cardHtml(card: Card): Markup {
  return markup`<div class="card" role="button" tabindex="0" ${target(card)}><strong>${card.title}</strong>${factsHtml(card.facts)}</div>`;
}

function factsHtml(facts: readonly Fact[]): Markup {
  return markup`<dl>${facts.map(({ name, value }) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Words that lead to the text. */
function leading(place: Place, words: string): Markup {
  return markup`<span role="button" tabindex="0" ${target(place)}>${words}</span>`;
}

function gateHtml({ bars, barChecks, checks }: SceneGate, fit: (drawing: Drawing) => Markup): Markup {
  const rest = [...barChecks, ...checks].map(
    (check) => markup`<li class="${check.verdict}">${leading(check, check.words)}</li>`,
  );
  return markup`${bars.length > 0 && fit((width) => markup`${gateSvg(bars, width)}${legendSvg(width)}`)}${rest.length > 0 && markup`<ul>${rest}</ul>`}`;
}

function deliveryHtml({ devices, sizes }: Scene): Markup | undefined {
  if (devices.length + sizes.length === 0) return undefined;
  const sizeRows = sizes.map(
    (size) =>
      markup`<tr><td class="whole">${leading(size, size.name)}</td><td class="whole number">${figure(size.gigabytes)} GB</td><td>${size.note}</td></tr>`,
  );
  const deviceRows = devices.map(
    (device) =>
      markup`<tr><td class="short">${leading(device, device.name)}</td><td class="whole">${device.verified ? markup`✓ ${t`verified`}` : t`not verified`}</td><td>${device.facts.map(({ name, value }) => `${name} ${value}`).join(" · ")}</td></tr>`,
  );
  return section(
    "delivery",
    t`Sizes and devices`,
    [sizeRows, deviceRows].flatMap((rows) =>
      rows.length > 0 ? [markup`<table><tbody>${rows}</tbody></table>`] : [],
    ),
  );
}

function trustHtml({ level, hashes, rating, publications }: Trust): Markup {
  const hashRows = hashes.map(
    ({ name, value, start, end }) =>
      markup`<tr><td class="short">${start !== undefined && end !== undefined ? leading({ start, end }, name) : name}</td><td><code>${value}</code></td><td class="whole"><button type="button" data-copy="${value}" aria-label="${t`Copy the hash: ${name}`}">${t`Copy`}</button></td></tr>`,
  );
  const places = publications.map(
    (publication) =>
      markup`<li>${leading(publication, publication.target)}: ${/^https?:\/\//.test(publication.url) ? markup`<a href="${publication.url}">${publication.url}</a>` : publication.url}</li>`,
  );
  const ratingRows = rating.map(
    ({ row, label, raises }) =>
      markup`<tr><td class="short">${row}</td><td class="whole">${label}</td><td>${raises && t`raised by ${raises}`}</td></tr>`,
  );
  return markup`<p>${t`Trust level: ${level}`}</p><table><tbody>${hashRows}</tbody></table><p class="dim">${ratingWords()}</p><table><tbody>${ratingRows}</tbody></table>${places.length > 0 && markup`<ul>${places}</ul>`}`;
}
