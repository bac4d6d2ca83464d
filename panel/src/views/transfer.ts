/** Carry all codes to another Home Assistant: an encrypted file, and back. Passphrases are in their fields only, and are emptied after use. */

import { css, html, nothing, type TemplateResult } from "lit";

import { View, define } from "../context";
import { icon } from "../icons";
import { dialogStyles, shared } from "../styles";
import { FORGET, SHORTEST, placesWithout, tally, type Exported, type ImportResult, type Imported } from "../transfer";
import type { WsError } from "../types";

type Kind = "export" | "import";
const MOST_SHOWN = 50;

export class Transfer extends View {
  static override properties = {
    context: { attribute: false },
    kind: { state: true },
    error: { state: true },
    isBusy: { state: true },
    exported: { state: true },
    tried: { state: true },
    places: { state: true },
    isImported: { state: true },
  };
  declare kind: Kind | null;
  declare error: string | null;
  declare isBusy: boolean;
  declare exported: Omit<Exported, "export"> | null;
  /** What would become of each code, or has become of it. */
  declare tried: Imported | null;
  /** Locks of the export without a counterpart here, with the lock that was chosen for each. */
  declare places: Record<string, string>;
  declare isImported: boolean;

  /** Counts openings and closings of the dialog, so that an answer is known to be of an earlier one. */
  private opening = 0;
  /** Counts changes of the form, so that an answer is known to be of other fields. */
  private changes = 0;

  constructor() {
    super();
    this.reset(null);
  }

  static override styles = [
    shared,
    dialogStyles,
    css`
      :host {
        display: contents;
      }
      label {
        display: grid;
        gap: 6px;
        font-weight: 500;
      }
      input[type="file"] {
        padding: 8px;
      }
      input[type="file"]::file-selector-button {
        font: inherit;
        font-weight: 500;
        color: var(--accent);
        background: none;
        border: 1px solid var(--line);
        border-radius: 16px;
        padding: 3px 12px;
        margin-inline-end: 12px;
        cursor: pointer;
      }
      dl {
        margin: 0;
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 6px 16px;
      }
      dd {
        margin: 0;
        font-weight: 500;
        text-align: end;
      }
      .reasons {
        display: grid;
        gap: 8px;
        max-height: 30vh;
        overflow-y: auto;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const isOff = this.context.store.isOffline;
    return html`<button class="outlined" ?disabled=${isOff} @click=${() => this.open("export")}>${icon("download")} ${this.t("transfer.export")}</button>
      <button class="outlined" ?disabled=${isOff} @click=${() => this.open("import")}>${icon("upload")} ${this.t("transfer.import")}</button>
      ${this.kind
        ? html`<dialog aria-labelledby="title" @close=${this.onClose} @cancel=${this.onCancel}>
            ${this.kind === "export" ? this.renderExport() : this.renderImport()}
          </dialog>`
        : nothing}`;
  }

  // contract 11.356
  private renderExport(): TemplateResult {
    const { exported } = this;
    if (exported)
      return html`<div class="inside">
        <h2 id="title">${this.t("transfer.export_title")}</h2>
        <p role="status">${this.t("transfer.exported", { number: exported.exported })}</p>
        ${exported.left_out.length > 0
          ? html`<p>${this.t("transfer.left_out")}</p>
              <ul class="reasons" tabindex="0">${exported.left_out.slice(0, MOST_SHOWN).map((each) => html`<li>${each.name} · ${this.lockName(each.lock_entity_id)}</li>`)}</ul>`
          : nothing}
        <div class="actions"><button class="outlined" @click=${this.close}>${this.t("share.close")}</button></div>
      </div>`;
    return html`<form class="inside" novalidate autocomplete="off" @submit=${this.onExport}>
      <h2 id="title">${this.t("transfer.export_title")}</h2>
      <p>${this.t("transfer.export_about")}</p>
      ${this.renderSecret("passphrase", "transfer.passphrase")} ${this.renderSecret("again", "transfer.again")}
      <p class="quiet">${this.t("transfer.at_least", { limit: SHORTEST })}</p>
      ${this.renderError()} ${this.renderActions("transfer.export")}
    </form>`;
  }

  // contract 11.357
  private renderImport(): TemplateResult {
    const { tried, isImported } = this;
    if (tried && isImported)
      return html`<div class="inside">
        <h2 id="title">${this.t("transfer.import_title")}</h2>
        <p role="status">${this.t("transfer.imported")}</p>
        ${this.renderTally(tried)}
        <div class="actions"><button class="outlined" @click=${this.close}>${this.t("share.close")}</button></div>
      </div>`;
    return html`<form class="inside" novalidate autocomplete="off" @submit=${this.onImport}>
      <h2 id="title">${this.t("transfer.import_title")}</h2>
      <p>${this.t("transfer.import_about")}</p>
      <label>${this.t("transfer.file")}<input type="file" name="file" accept=".txt,text/plain" ?disabled=${this.isBusy} @change=${this.onFile} /></label>
      ${this.renderSecret("passphrase", "transfer.passphrase")}
      ${Object.keys(this.places).map((lock) => this.renderPlace(lock))}
      ${tried ? html`<p role="status">${this.t("transfer.would")}</p>${this.renderTally(tried)}` : nothing}
      ${tried?.created === 0 ? html`<p role="status">${this.t("transfer.nothing_new")}</p>` : nothing} ${this.renderError()}
      ${this.renderActions(tried ? "transfer.import" : "transfer.check", tried?.created === 0)}
    </form>`;
  }

  private renderSecret(name: string, label: string): TemplateResult {
    return html`<label
      >${this.t(label)}<input
        type="password"
        name=${name}
        autocomplete=${this.kind === "export" ? "new-password" : "off"}
        autocapitalize="off"
        spellcheck="false"
        ?readonly=${this.isBusy}
        @input=${this.onChanged}
      />
    </label>`;
  }

  private renderPlace(lock: string): TemplateResult {
    const locks = [...this.context.store.locks.values()].filter((each) => each.is_loaded && each.entity_id !== null);
    return html`<label
      >${this.t("transfer.goes_to", { lock })}
      <select
        ?disabled=${this.isBusy}
        @change=${(event: Event) => {
          this.places = { ...this.places, [lock]: (event.target as HTMLSelectElement).value };
          this.onChanged();
        }}
      >
        <option value="">${this.t("transfer.nowhere")}</option>
        ${locks.map((each) => html`<option value=${each.entity_id!} ?selected=${this.places[lock] === each.entity_id}>${each.name}</option>`)}
      </select>
    </label>`;
  }

  private renderTally(answer: Imported): TemplateResult {
    const refused = answer.results.filter((each) => each.outcome === "refused");
    return html`<dl>
        ${tally(answer).map(([key, number]) => html`<dt>${this.t(`transfer.${key}`)}</dt><dd>${number}</dd>`)}
      </dl>
      ${refused.length > 0
        ? html`<ul class="reasons small" tabindex="0" aria-label=${this.t("transfer.refused")}>
            ${refused.slice(0, MOST_SHOWN).map((each) => this.renderReason(each))}
          </ul>`
        : nothing}`;
  }

  private renderReason(result: ImportResult): TemplateResult {
    return html`<li><b>${result.name}</b> · ${this.lockName(result.lock_entity_id ?? result.lock)}<br />${result.reason}</li>`;
  }

  private renderError(): TemplateResult | typeof nothing {
    return this.error ? html`<div class="note error" role="alert">${icon("problem")} <span>${this.error}</span></div>` : nothing;
  }

  private renderActions(label: string, isIdle = false): TemplateResult {
    return html`<div class="actions">
      <button type="button" ?disabled=${this.isBusy} @click=${this.close}>${this.t("panel.cancel")}</button>
      <button type="submit" class="filled" ?disabled=${this.isBusy || isIdle || this.context.store.isOffline}>${this.t(label)}</button>
    </div>`;
  }

  private lockName(entityId: string): string {
    for (const lock of this.context.store.locks.values()) if (lock.entity_id === entityId) return lock.name;
    return entityId;
  }

  private field(name: string): HTMLInputElement {
    return this.renderRoot.querySelector(`input[name=${name}]`) as HTMLInputElement;
  }

  private onExport = async (event: Event): Promise<void> => {
    event.preventDefault();
    const [passphrase, again] = [this.field("passphrase").value, this.field("again").value];
    if (passphrase.length < SHORTEST) this.error = this.t("transfer.at_least", { limit: SHORTEST });
    else if (passphrase !== again) this.error = this.t("transfer.not_same");
    else
      await this.ask(async (isLate) => {
        const { export: text, ...told } = await this.context.hass.callWS<Exported>({
          type: "access_codes/export_codes",
          passphrase,
          language: this.context.hass.locale.language,
        });
        if (isLate()) return;
        this.empty();
        this.save(text);
        this.exported = told;
      });
  };

  private onImport = async (event: Event): Promise<void> => {
    event.preventDefault();
    const file = this.field("file").files?.[0];
    if (!file) {
      this.error = this.t("transfer.no_file");
      return;
    }
    const isDry = this.tried === null;
    const passphrase = this.field("passphrase").value;
    const { changes } = this;
    await this.ask(async (isLate) => {
      const text = await file.text();
      if (isLate() || changes !== this.changes) return;
      const answer = await this.context.hass.callWS<Imported>({
        type: "access_codes/import_codes",
        export: text,
        passphrase,
        dry_run: isDry,
        language: this.context.hass.locale.language,
        lock_mapping: Object.fromEntries(Object.entries(this.places).filter(([, here]) => here)),
      });
      // A check tells nothing of fields that were changed since; an import has happened whatever they are now.
      if (isLate() || (isDry && changes !== this.changes)) return;
      if (isDry) this.places = { ...placesWithout(answer), ...this.places };
      else this.empty();
      this.isImported = !isDry;
      this.tried = answer;
    });
  };

  /** Whatever comes late, to a dialog that was closed meanwhile, leaves the one that is open now as it is. */
  private async ask(act: (isLate: () => boolean) => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    const { opening } = this;
    const isLate = (): boolean => opening !== this.opening;
    this.isBusy = true;
    this.error = null;
    try {
      await act(isLate);
    } catch (error) {
      if (!isLate()) this.error = this.context.texts.refusal(error as WsError);
    } finally {
      if (!isLate()) this.isBusy = false;
    }
  }

  private save(text: string): void {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `access-codes-${this.context.clock.wall().slice(0, 10)}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), FORGET);
  }

  /** What was checked is what is imported. */
  private onChanged = (): void => {
    this.changes += 1;
    this.error = null;
    this.tried = null;
  };

  /** Locks of one file are not those of another. */
  private onFile = (): void => {
    this.places = {};
    this.onChanged();
  };

  private open(kind: Kind): void {
    this.reset(kind);
    void this.updateComplete.then(() => this.renderRoot.querySelector("dialog")?.showModal());
  }

  private empty(): void {
    for (const field of this.renderRoot.querySelectorAll("input")) field.value = "";
  }

  private reset(kind: Kind | null): void {
    this.opening += 1;
    this.kind = kind;
    this.error = this.exported = this.tried = null;
    this.isBusy = this.isImported = false;
    this.places = {};
  }

  private close = (): void => this.renderRoot.querySelector("dialog")?.close();

  private onCancel = (event: Event): void => {
    if (this.isBusy) event.preventDefault();
  };

  private onClose = (): void => {
    this.empty();
    this.reset(null);
  };
}

define("access-codes-transfer", Transfer);
