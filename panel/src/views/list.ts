/** All codes, by lock or by person: search, filters, counts. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { View, define } from "../context";
import { icon } from "../icons";
import { FILTERS, counts, grouped, matches, passes, sorted, type Filter, type Group, type GroupBy, type Sort } from "../listing";
import { reachText } from "../phrases";
import { shared } from "../styles";
import type { Code, Lock } from "../types";
import "./bulk";
import { layOutAhead } from "./laid";
import "./toast";
import type { Toast } from "./toast";

/** What was chosen last: kept while the panel is open, so that "back" returns to it. */
const chosen: { search: string; filter: Filter; by: GroupBy; sort: Sort } = {
  search: "",
  filter: "all",
  by: "lock",
  sort: "name",
};

export class ListView extends View {
  static override properties = { context: { attribute: false }, selected: { state: true } };
  /** Ids of the chosen codes; null while none are to be chosen. */
  declare selected: Set<string> | null;

  constructor() {
    super();
    this.selected = null;
  }

  // contract 11.466
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
      .tools {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }
      .search {
        position: relative;
      }
      .search input {
        padding-inline-start: 44px;
        border-radius: 24px;
        background: var(--card);
      }
      .search .icon {
        position: absolute;
        inset-inline-start: 12px;
        top: 10px;
        color: var(--quiet);
        pointer-events: none;
      }
      .chips {
        display: flex;
        gap: 8px;
        overflow-x: auto;
        padding: 3px;
        margin: -3px;
        scrollbar-width: none;
      }
      .orders {
        display: flex;
        gap: 12px;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
      }
      .orders .two {
        display: flex;
        gap: 8px;
      }
      .orders label {
        display: flex;
        gap: 8px;
        align-items: center;
        color: var(--quiet);
      }
      .orders select {
        width: auto;
        min-height: 36px;
        font-size: inherit;
        background-color: var(--card);
      }
      .group h2 {
        display: flex;
        /* With large letters the counts go below the name. */
        flex-wrap: wrap;
        gap: 0 12px;
        padding: 14px 16px;
        align-items: baseline;
        border-bottom: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      .group h2 .quiet {
        font-size: var(--ha-font-size-m, 14px);
        font-weight: 400;
      }
      .group h2 .end {
        margin-inline-start: auto;
        text-align: end;
        flex: none;
      }
      .person {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        padding: 12px 16px 4px;
        font-size: inherit;
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .person.later {
        border-top: 1px solid var(--line);
      }
      .person .quiet {
        font-weight: 400;
        margin-inline-start: auto;
        flex: none;
      }
      /* Rows of a person on several locks are set in: the next row is of the next person. */
      .of {
        margin-inline-start: 24px;
      }
      .none {
        padding: 16px;
        color: var(--quiet);
      }
      access-codes-bulk {
        position: sticky;
        bottom: 24px;
        z-index: 3;
      }
      @media (max-width: 870px) {
        access-codes-bulk {
          /* Above the tabs, which are at the bottom there. */
          bottom: calc(72px + env(safe-area-inset-bottom, 0px));
        }
      }
      @media (max-width: 480px) {
        .orders {
          gap: 8px;
        }
        .orders .sort,
        .orders .word {
          display: none;
        }
        .orders .chip {
          padding: 0 10px;
          gap: 4px;
        }
        .orders label {
          flex: 1;
          min-width: 0;
        }
        .orders select {
          width: 100%;
        }
      }
      @media (min-width: 700px) {
        .tools {
          grid-template-columns: minmax(310px, 1fr) auto;
          align-items: center;
        }
        .chips {
          grid-column: 1 / -1;
          grid-row: 2;
        }
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.get("context") !== undefined) return;
    const show = new URLSearchParams(location.search).get("show") as Filter | null;
    if (show && FILTERS.includes(show)) chosen.filter = show;
  }

  protected override updated(changed: PropertyValues): void {
    layOutAhead(this.renderRoot, "access-codes-row");
    // The frame hides the button for a new code: the bar is in its place.
    this.toggleAttribute("selecting", this.selected !== null && this.selected.size > 0);
    // On a phone the filter that is on may be out of sight.
    if (changed.get("context") === undefined && changed.has("context"))
      this.renderRoot.querySelector(".chips [aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  protected override render(): TemplateResult {
    const { store, now } = this.context;
    const lockOf = new Map<string | null, Lock>([...store.locks.values()].map((lock) => [lock.entity_id, lock]));
    const found = [...store.codes.values()].filter((code) =>
      matches(code, lockOf.get(code.lock_entity_id), chosen.search),
    );
    const count = counts(found, now);
    const isAnyVirtual = [...store.locks.values()].some((lock) => lock.capabilities?.is_virtual);
    const label = (filter: Filter): string => this.t(filter === "set" && isAnyVirtual ? "status.set_virtual" : `list.show_${filter}`);
    const shown = sorted(
      found.filter((code) => passes(code, chosen.filter, now)),
      chosen.sort,
    );
    const isWhole = chosen.filter === "all" && chosen.search.trim() === "";
    const groups = grouped(shown, store.locks.values(), chosen.by).filter(
      (group) => group.codes.length > 0 || (isWhole && group.lock),
    );
    return html`
      <div class="tools" role="search">
        <div class="search">
          ${icon("search")}
          <input
            type="search"
            aria-label=${this.t("list.search")}
            placeholder=${this.t("list.search")}
            .value=${chosen.search}
            @input=${this.onSearch}
          />
        </div>
        <div class="orders">
          <div class="two" role="group" aria-label=${this.t("list.group")}>
            ${(["lock", "person"] as const).map(
              (by) => html`<button
                class="chip small"
                aria-label=${this.t(`list.by_${by}`)}
                aria-pressed=${chosen.by === by ? "true" : "false"}
                @click=${() => this.choose({ by })}
              >
                ${icon(by)} <span class="word">${this.t(`list.by_${by}`)}</span>
              </button>`,
            )}
            <button class="chip small" aria-pressed=${this.selected ? "true" : "false"} aria-label=${this.t("list.select")} @click=${() => (this.selected = this.selected ? null : new Set())}>
              ${icon("check")} <span class="word">${this.t("list.select")}</span>
            </button>
          </div>
          <label
            ><span class="sort">${this.t("list.sort")}</span>
            <select aria-label=${this.t("list.sort")} @change=${(event: Event) => this.choose({ sort: (event.target as HTMLSelectElement).value as Sort })}>
              ${(["name", "window", "created"] as const).map(
                (sort) =>
                  html`<option value=${sort} ?selected=${chosen.sort === sort}>${this.t(`list.sort_${sort}`)}</option>`,
              )}
            </select>
          </label>
        </div>
        <div class="chips" role="group" aria-label=${this.t("list.filter")}>
          ${FILTERS.map(
            (filter) => html`<button
              class="chip"
              aria-pressed=${chosen.filter === filter ? "true" : "false"}
              @click=${() => this.choose({ filter })}
            >
              ${label(filter)} <span class="quiet">${count[filter]}</span>
            </button>`,
          )}
        </div>
      </div>
      ${this.renderGroups(groups)} ${this.renderBulk(shown)}
      <access-codes-toast></access-codes-toast>
    `;
  }

  private renderBulk(shown: Code[]): TemplateResult | typeof nothing {
    const { selected } = this;
    if (!selected) return nothing;
    const codes = [...this.context.store.codes.values()].filter((code) => selected.has(code.access_code_id));
    const isAll = shown.length > 0 && shown.every((code) => selected.has(code.access_code_id));
    const ids = (isAll ? [] : shown).map((code) => code.access_code_id);
    return html`<access-codes-bulk
      .context=${this.context}
      .codes=${codes}
      @bulk-done=${this.onBulkDone}
      @bulk-left=${() => (this.selected = null)}
    >
      <button class="chip small" aria-pressed=${isAll ? "true" : "false"} @click=${() => (this.selected = new Set(ids))}>
        ${icon("check")} ${this.t("list.select_all")}
      </button>
    </access-codes-bulk>`;
  }

  private onBulkDone = (event: CustomEvent<string>): void => {
    this.selected = null;
    (this.renderRoot.querySelector("access-codes-toast") as Toast).show({ text: event.detail });
  };

  private onSelected = (event: CustomEvent<{ id: string; isSelected: boolean }>): void => {
    const { id, isSelected } = event.detail;
    const selected = new Set(this.selected);
    if (isSelected) selected.add(id);
    else selected.delete(id);
    this.selected = selected;
  };

  private renderGroups(groups: Group[]): TemplateResult {
    if (groups.length === 0) {
      const isEmpty = this.context.store.codes.size === 0;
      return html`<div class="empty" role="status">
        ${icon(isEmpty ? "person" : "search")}
        <p>${this.t(isEmpty ? "list.empty" : "list.nothing_found")}</p>
        ${isEmpty
          ? nothing
          : html`<button class="outlined" @click=${() => this.choose({ search: "", filter: "all" })}>
              ${this.t("list.show_everything")}
            </button>`}
      </div>`;
    }
    if (chosen.by === "lock") return html`${repeat(groups, (group) => group.key, (group) => this.renderLock(group))}`;
    return html`<section class="card group">
      ${repeat(
        groups,
        (group) => group.key,
        (group, index) => this.renderPerson(group, index === 0),
      )}
    </section>`;
  }

  private renderLock(group: Group): TemplateResult {
    const reach = group.lock ? reachText(this.context, group.lock) : null;
    const free = group.lock?.free_slots;
    return html`<section class="card group" aria-label=${group.title}>
      <h2>
        ${group.title}
        ${group.lock?.area ? html`<span class="quiet">${group.lock.area}</span>` : nothing}
        <span class="end quiet">
          ${this.t("list.count", { count: group.codes.length })}${free === null || free === undefined
            ? nothing
            : html` · ${this.t("lock.free", { count: free })}`}
        </span>
      </h2>
      ${reach ? html`<div class="note error small">${icon("offline")} ${reach}</div>` : nothing}
      ${group.codes.length === 0 ? html`<div class="none">${this.t("list.none_on_lock")}</div>` : nothing}
      ${this.renderRows(group.codes, () => "")}
    </section>`;
  }

  // contract 11.467
  private renderPerson(group: Group, isFirst: boolean): TemplateResult {
    const { store } = this.context;
    const place = (code: Code): string => store.lockOf(code)?.name ?? code.lock_entity_id;
    if (group.codes.length === 1) return html`${this.renderRows(group.codes, place, isFirst)}`;
    return html`<h3 class="person ${isFirst ? "" : "later"}">
        <span>${group.title}</span>
        <span class="quiet">${this.t("list.on_locks", { count: group.codes.length })}</span>
      </h3>
      <div class="of">${this.renderRows(group.codes, () => "", true, place)}</div>`;
  }

  private renderRows(
    codes: Code[],
    place: (code: Code) => string,
    isFirst = true,
    heading: (code: Code) => string = () => "",
  ): unknown {
    return repeat(
      codes,
      (code) => code.access_code_id,
      (code, index) => html`<access-codes-row
        ?first=${isFirst && index === 0}
        .context=${this.context}
        .code=${code}
        .heading=${heading(code)}
        .place=${place(code)}
        .isSelecting=${this.selected !== null}
        .isSelected=${this.selected?.has(code.access_code_id) ?? false}
        @row-selected=${this.onSelected}
      ></access-codes-row>`,
    );
  }

  private onSearch = (event: Event): void => this.choose({ search: (event.target as HTMLInputElement).value });

  private choose(choice: Partial<typeof chosen>): void {
    Object.assign(chosen, choice);
    this.requestUpdate();
  }
}

define("access-codes-list", ListView);
