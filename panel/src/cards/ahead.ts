/** Asks for the module of the panel ahead, where a page is opened by the panel's address: it comes while Home Assistant starts. */

import { BASE } from "../context";

/** Of the module's content, as its address has it: put in when this one is built. */
declare const PANEL_HASH: string;

// contract 11.359
if (location.pathname.startsWith(BASE)) {
  const link = document.createElement("link");
  link.rel = "modulepreload";
  link.href = import.meta.url.replace(/cards\.js.*$/, `panel.js?v=${PANEL_HASH}`);
  document.head.append(link);
}
