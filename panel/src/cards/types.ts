/** What Home Assistant gives a card. Only what the cards use is declared. */

import type { Hass } from "../types";

export interface EntityState {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
}

/** An entity of the registry, as each user may see it. */
export interface EntityEntry {
  entity_id: string;
  platform?: string;
  translation_key?: string;
}

export interface CardHass extends Hass {
  states: Record<string, EntityState>;
  entities?: Record<string, EntityEntry>;
  user?: { is_admin: boolean };
  connected?: boolean;
  formatEntityState?(state: EntityState): string;
}

export interface CardConfig {
  type: string;
  title?: string;
}

/** A field of Home Assistant's form. */
export interface FormField {
  name: string;
  required?: boolean;
  default?: unknown;
  selector: Record<string, unknown>;
}

export interface ConfigForm {
  schema: FormField[];
  computeLabel: (field: FormField) => string;
  computeHelper: (field: FormField) => string | undefined;
}
