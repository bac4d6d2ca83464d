/** Signs, drawn with lines: a status is told by its form as well as by its colour. */

import { html, svg, type TemplateResult } from "lit";

const SHAPES = {
  menu: svg`<path d="M4 6h16M4 12h16M4 18h16"/>`,
  back: svg`<path d="M20 12H5M11 5l-7 7 7 7"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  search: svg`<circle cx="11" cy="11" r="6"/><path d="M20 20l-4.5-4.5"/>`,
  chevron: svg`<path d="M9 5l7 7-7 7"/>`,
  eye: svg`<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>`,
  eyeOff: svg`<path d="M4 4l16 16M9.5 5.4A9 9 0 0 1 12 5c6 0 10 7 10 7a17 17 0 0 1-3 3.7M6 7.3A16 16 0 0 0 2 12s4 7 10 7a9 9 0 0 0 4-1"/>`,
  copy: svg`<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3"/>`,
  edit: svg`<path d="M4 20l1-4L16 5l3 3L8 19z"/>`,
  trash: svg`<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v6M14 11v6"/>`,
  sync: svg`<path d="M4 12a8 8 0 0 1 14-5l2 2M20 12a8 8 0 0 1-14 5l-2-2M20 4v5h-5M4 20v-5h5"/>`,
  share: svg`<circle cx="6" cy="12" r="2.500"/><circle cx="17" cy="5.500" r="2.500"/><circle cx="17" cy="18.500" r="2.500"/><path d="M8.200 10.800l6.600-4M8.200 13.200l6.600 4"/>`,
  qr: svg`<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM14 20h.01M20 14h.01"/>`,
  send: svg`<path d="M4 12L20 4l-5 16-4-6zM11 14l9-10"/>`,
  large: svg`<path d="M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5"/>`,
  give: svg`<path d="M4 12h13M12 6l6 6-6 6M21 4v16"/>`,
  stop: svg`<rect x="6" y="6" width="12" height="12" rx="2"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  check: svg`<path d="M5 12.500l5 5 9-11"/>`,
  bookings: svg`<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>`,
  clean: svg`<path d="M19 4l-7 8M9.500 10.500l5 4.500c-1 4-3 5.500-6 5.500-2 0-3.500-.500-5-1.500 3-1.500 4.500-4.500 6-8.500z"/>`,
  download: svg`<path d="M12 4v11M7 10l5 5 5-5M5 20h14"/>`,
  upload: svg`<path d="M12 15V4M7 9l5-5 5 5M5 20h14"/>`,
  down: svg`<path d="M5 9l7 7 7-7"/>`,
  up: svg`<path d="M5 15l7-7 7 7"/>`,
  pause: svg`<path d="M9 5v14M15 5v14"/>`,
  play: svg`<path d="M7 5l12 7-12 7z"/>`,
  dice: svg`<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M9 9h.01M15 15h.01M15 9h.01M9 15h.01"/>`,
  lock: svg`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,
  unlocked: svg`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V7a4 4 0 0 1 7.500-2"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>`,
  offline: svg`<path d="M4 4l16 16M5 11a10 10 0 0 1 4-2.5M19 11a10 10 0 0 0-5-2.8M8.500 14.500a5 5 0 0 1 7 0M12 18.500h.01"/>`,
  set: svg`<circle cx="12" cy="12" r="9"/><path d="M8 12.500l3 3 5-6"/>`,
  setting: svg`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M12 16V8M8.500 11.500L12 8l3.500 3.500"/>`,
  removing: svg`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M8 12h8"/>`,
  unknown: svg`<circle cx="12" cy="12" r="9"/><path d="M9.500 9.500a2.500 2.500 0 1 1 3.500 2.500c-.7.4-1 .9-1 1.700M12 17h.01"/>`,
  paused: svg`<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>`,
  upcoming: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.500 2"/>`,
  ended: svg`<circle cx="12" cy="12" r="9"/><path d="M6 18L18 6"/>`,
  unset: svg`<circle cx="12" cy="12" r="9"/>`,
  problem: svg`<path d="M12 4l9 16H3zM12 10v4M12 17h.01"/>`,
} as const;

export type IconName = keyof typeof SHAPES;

/** Signs with a direction: where people read from right to left it is the other one. */
const MIRRORED: ReadonlySet<IconName> = new Set(["back", "chevron", "give", "send"]);

export const icon = (name: IconName): TemplateResult => html`<svg
  class="icon ${MIRRORED.has(name) ? "mirrored" : ""}"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  ${SHAPES[name]}
</svg>`;
