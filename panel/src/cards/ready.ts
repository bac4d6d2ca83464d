/**
 * Waits for Home Assistant's own code, ahead of all other modules of the cards.
 *
 * Home Assistant loads this module beside its own, and its own brings a registry of elements, and a base class, that take the place of the browser's.
 * Elements that are defined before that are lost to it.
 */

// contract 11.443
await customElements.whenDefined("home-assistant");

export {};
