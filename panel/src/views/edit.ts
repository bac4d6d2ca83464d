/** The form for a new code, or for a change. What would be refused is said at its field while it is filled in. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { BASE, View, define, follow, goBack, navigate } from "../context";
import {
  changes,
  creation,
  emptyForm,
  errorsByPlace,
  formOf,
  isComplete,
  lengthsText,
  pinLimits,
  type Fields,
  type Form,
  type FormField,
  type When,
} from "../form";
import { icon } from "../icons";
import { shared } from "../styles";
import { QUICK_CHOICES, quickWindow, type QuickChoice } from "../times";
import type { CheckError, Code, WsError } from "../types";

const PAUSE_IN_TYPING = 350;

export class EditView extends View {
  static override properties = {
    context: { attribute: false },
    codeId: { attribute: false },
    form: { state: true },
    errors: { state: true },
    failure: { state: true },
    isBusy: { state: true },
    isForAll: { state: true },
    isTried: { state: true },
  };
  /** The code to change; empty for a new one. */
  declare codeId: string;
  declare form: Form | null;
  declare errors: Map<FormField, CheckError[]>;
  declare failure: string | null;
  declare isBusy: boolean;
  declare isForAll: boolean;
  /** A save was tried: what is missing is said from then on. */
  declare isTried: boolean;

  private original: Form | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private round = 0;

  constructor() {
    super();
    this.form = null;
    this.errors = new Map();
    this.failure = null;
    this.isBusy = false;
    this.isForAll = true;
    this.isTried = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        max-width: 640px;
        margin: 0 auto;
      }
      form {
        display: grid;
        gap: 24px;
        padding: 20px 16px;
      }
      fieldset {
        border: none;
        margin: 0;
        padding: 0;
        min-width: 0;
        display: grid;
        gap: 8px;
      }
      legend,
      .label {
        font-weight: 500;
        padding: 0 0 8px;
        display: block;
      }
      .check {
        display: flex;
        gap: 12px;
        align-items: center;
        min-height: 44px;
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      .hint {
        color: var(--quiet);
        margin-top: 6px;
      }
      .error {
        color: var(--bad);
        margin-top: 6px;
        display: flex;
        gap: 8px;
        align-items: flex-start;
        overflow-wrap: anywhere;
      }
      .note.error {
        color: inherit;
        margin: 0;
        border-radius: 8px;
      }
      .beside {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      .beside .pin {
        font-family: var(--ha-font-family-code, monospace);
        letter-spacing: 0.1em;
        font-size: 20px;
        flex: 1;
      }
      .beside .pin::placeholder {
        font-family: var(--ha-font-family-body, Roboto, sans-serif);
        letter-spacing: normal;
        font-size: 16px;
      }
      .beside button {
        min-height: 44px;
        flex: none;
      }
      .segments {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        border: 1px solid var(--line);
        border-radius: 22px;
        overflow: hidden;
      }
      .segments button {
        border-radius: 0;
        border: none;
        color: inherit;
        padding: 0 8px;
        min-height: 44px;
        text-align: center;
      }
      .segments button + button {
        border-inline-start: 1px solid var(--line);
      }
      .segments button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--accent) 18%, transparent);
      }
      .segments button:focus-visible {
        outline-offset: -3px;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .times {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr));
      }
      .times.short {
        grid-template-columns: 1fr 1fr;
      }
      .days {
        display: grid;
        grid-template-columns: repeat(7, 1fr);
        gap: 4px;
      }
      .days button {
        padding: 0;
        min-height: 44px;
        border-radius: 22px;
        min-width: 0;
        justify-content: center;
      }
      .more {
        display: grid;
        gap: 12px;
        margin-top: 8px;
      }
      .actions {
        display: flex;
        gap: 8px;
        justify-content: flex-end;
      }
    `,
  ];

  private get code(): Code | undefined {
    return this.codeId ? this.context.store.codes.get(this.codeId) : undefined;
  }

  private get today(): string {
    return this.context.clock.wall();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("codeId") && changed.get("codeId") !== undefined) this.form = null;
    if (this.form !== null) return;
    const { store, clock } = this.context;
    if (this.codeId) {
      const { code } = this;
      if (!code) return;
      this.original = formOf(code, clock.zone, this.today);
      this.form = { ...this.original };
      return;
    }
    const locks = [...store.locks.values()].filter((lock) => lock.is_loaded && lock.entity_id !== null);
    this.form = emptyForm(this.today, locks.length === 1 ? [locks[0]!.entity_id!] : []);
  }

  protected override render(): TemplateResult {
    const { form, code } = this;
    if (this.codeId && !code)
      return html`<div class="empty" role="status">
        ${icon("search")}
        <p>${this.t("panel.not_found")}</p>
        <a class="button outlined" href="${BASE}/list" @click=${follow}>${this.t("panel.to_list")}</a>
      </div>`;
    if (!form) return html`${nothing}`;
    return html`<form class="card" novalidate autocomplete="off" @submit=${this.onSubmit}>
      ${this.renderName(form)} ${code ? this.renderShared(code) : this.renderLocks(form)} ${this.renderPin(form)}
      ${this.renderWhen(form)} ${this.renderOneTime(form)} ${this.renderErrors("form", "form-error")}
      ${this.failure ? html`<div class="note error" role="alert">${icon("problem")} ${this.failure}</div>` : nothing}
      <div class="actions">
        <button type="button" @click=${this.leave}>${this.t("panel.cancel")}</button>
        <button type="submit" class="filled" ?disabled=${this.isBusy}>${this.t(code ? "edit.save" : "edit.create")}</button>
      </div>
    </form>`;
  }

  private renderName(form: Form): TemplateResult {
    return html`<div>
      <label class="label" for="name">${this.t("edit.name")}</label>
      <input
        id="name"
        maxlength="200"
        .value=${form.name}
        placeholder=${this.codeId ? "" : this.t("edit.name_example")}
        @input=${(event: Event) => this.put({ name: (event.target as HTMLInputElement).value })}
        aria-invalid=${this.errors.has("name") ? "true" : "false"}
        aria-describedby="name-error"
      />
      ${this.renderErrors("name", "name-error")}
    </div>`;
  }

  private renderLocks(form: Form): TemplateResult | typeof nothing {
    const locks = [...this.context.store.locks.values()]
      .filter((lock) => lock.entity_id !== null)
      .sort((a, b) => a.name.localeCompare(b.name));
    const isMissing = this.isTried && form.locks.length === 0;
    return html`<fieldset aria-describedby="lock-error">
      <legend>${this.t("edit.locks")}</legend>
      ${locks.map(
        (lock) => html`<label class="check">
          <input
            type="checkbox"
            .checked=${form.locks.includes(lock.entity_id!)}
            ?disabled=${!lock.is_loaded}
            @change=${(event: Event) => this.toggleLock(lock.entity_id!, (event.target as HTMLInputElement).checked)}
          />
          <span>
            ${lock.name}
            ${lock.area || !lock.is_loaded
              ? html`<span class="quiet"> · ${lock.is_loaded ? lock.area : this.t("lock.not_running")}</span>`
              : nothing}
          </span>
        </label>`,
      )}
      ${this.renderErrors("lock", "lock-error", isMissing ? this.t("edit.lock_missing") : null)}
    </fieldset>`;
  }

  private renderShared(code: Code): TemplateResult | typeof nothing {
    const { store } = this.context;
    const all = store.sharedWith(code);
    if (all.length < 2) return nothing;
    const names = all.map((each) => store.lockOf(each)?.name ?? each.lock_entity_id).join(", ");
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${this.isForAll}
        @change=${(event: Event) => {
          this.isForAll = (event.target as HTMLInputElement).checked;
          this.checkSoon();
        }}
      />
      <span>${this.t("edit.for_all", { locks: names })}</span>
    </label>`;
  }

  private renderPin(form: Form): TemplateResult {
    const limits = this.limits(form);
    if (limits?.isChosenByLock)
      return html`<div><span class="label">${this.t("edit.pin")}</span><div class="hint">${this.t("code.pin_chosen_by_lock")}</div></div>`;
    const lengths = limits ? lengthsText(limits.lengths) : "";
    return html`<div>
      <label class="label" for="pin">${this.t("edit.pin")}</label>
      <div class="beside">
        <input
          id="pin"
          class="pin"
          inputmode=${limits && !limits.isDigitsOnly ? "text" : "numeric"}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          maxlength="64"
          .value=${form.pin}
          placeholder=${this.t(this.codeId ? "edit.pin_kept" : "edit.pin_random")}
          @input=${(event: Event) => this.put({ pin: (event.target as HTMLInputElement).value.trim() })}
          aria-invalid=${this.errors.has("code") ? "true" : "false"}
          aria-describedby="pin-hint pin-error"
        />
        <button type="button" class="outlined small" @click=${this.draw} ?disabled=${form.locks.length === 0}>
          ${icon("dice")} ${this.t("edit.draw")}
        </button>
      </div>
      ${lengths
        ? html`<div class="hint" id="pin-hint">${this.t(limits?.isDigitsOnly ? "edit.digits" : "edit.characters", { lengths })}</div>`
        : nothing}
      ${this.renderErrors("code", "pin-error")}
    </div>`;
  }

  private renderWhen(form: Form): TemplateResult {
    const choices: When[] = this.original?.when === "other" ? ["always", "window", "weekly", "other"] : ["always", "window", "weekly"];
    const isMissing = this.isTried && !isComplete(form) && form.when !== "always" && form.locks.length > 0;
    return html`<fieldset aria-describedby="when-error">
      <legend>${this.t("edit.when")}</legend>
      <div class="segments">
        ${choices.map(
          (when) => html`<button
            type="button"
            aria-pressed=${form.when === when ? "true" : "false"}
            @click=${() => this.put({ when })}
          >
            ${this.t(`edit.when_${when}`)}
          </button>`,
        )}
      </div>
      ${form.when === "window" ? this.renderWindow(form) : nothing}
      ${form.when === "weekly" ? this.renderWeekly(form) : nothing}
      ${form.when === "other" ? html`<div class="hint">${this.t("edit.other_kept")}</div>` : nothing}
      ${form.when === "window" || form.when === "weekly" ? this.renderZone() : nothing}
      ${this.renderErrors("when", "when-error", isMissing ? this.t(form.when === "weekly" ? "edit.days_missing" : "edit.times_missing") : null)}
    </fieldset>`;
  }

  private renderWindow(form: Form): TemplateResult {
    return html`<div class="more">
      <div class="chips">
        ${QUICK_CHOICES.map(
          (choice) => html`<button type="button" class="chip" @click=${() => this.choose(choice)}>
            ${this.t(`edit.quick_${choice}`)}
          </button>`,
        )}
      </div>
      <div class="times">
        <label>${this.t("edit.starts")}
          <input
            type="datetime-local"
            name="starts"
            .value=${form.starts}
            aria-invalid=${this.errors.has("when") ? "true" : "false"}
            @input=${(event: Event) => this.put({ starts: (event.target as HTMLInputElement).value })}
          />
        </label>
        <label>${this.t("edit.ends")}
          <input
            type="datetime-local"
            name="ends"
            .value=${form.ends}
            aria-invalid=${this.errors.has("when") ? "true" : "false"}
            @input=${(event: Event) => this.put({ ends: (event.target as HTMLInputElement).value })}
          />
        </label>
      </div>
    </div>`;
  }

  private renderWeekly(form: Form): TemplateResult {
    const { clock } = this.context;
    return html`<div class="more">
      <div class="days" role="group" aria-label=${this.t("edit.days")}>
        ${[0, 1, 2, 3, 4, 5, 6].map(
          (day) => html`<button
            type="button"
            class="chip"
            aria-pressed=${form.days.includes(day) ? "true" : "false"}
            aria-label=${clock.weekdayName(day, "long")}
            @click=${() => this.toggleDay(day)}
          >
            ${clock.weekdayName(day, "short")}
          </button>`,
        )}
      </div>
      <div class="times short">
        <label>${this.t("edit.from")}
          <input
            type="time"
            name="from"
            .value=${form.from}
            @input=${(event: Event) => this.put({ from: (event.target as HTMLInputElement).value })}
          />
        </label>
        <label>${this.t("edit.to")}
          <input
            type="time"
            name="to"
            .value=${form.to}
            @input=${(event: Event) => this.put({ to: (event.target as HTMLInputElement).value })}
          />
        </label>
      </div>
      ${form.to && form.from && form.to <= form.from ? html`<div class="hint">${this.t("edit.over_midnight")}</div>` : nothing}
    </div>`;
  }

  /** Say whose clock it is, where the device has another one. */
  private renderZone(): TemplateResult | typeof nothing {
    const { zone } = this.context.clock;
    if (Intl.DateTimeFormat().resolvedOptions().timeZone === zone) return nothing;
    return html`<div class="hint">${this.t("edit.zone", { zone })}</div>`;
  }

  private renderOneTime(form: Form): TemplateResult | typeof nothing {
    const areUsesReported = form.locks.every(
      (id) => this.lockAt(id)?.capabilities?.reports_use,
    );
    const isOffered = form.locks.length > 0 && (areUsesReported || form.isOneTime);
    if (!isOffered || (this.codeId && this.isForAll && this.isSharedCode)) return nothing;
    return html`<div>
      <label class="check">
        <input
          type="checkbox"
          .checked=${form.isOneTime}
          @change=${(event: Event) => this.put({ isOneTime: (event.target as HTMLInputElement).checked })}
        />
        <span>${this.t("edit.one_time")}</span>
      </label>
      ${this.renderErrors("is_one_time_use", "one-time-error")}
    </div>`;
  }

  private renderErrors(place: FormField, id: string, own: string | null = null): TemplateResult {
    const { texts, store } = this.context;
    const errors = this.errors.get(place) ?? [];
    const several = (this.form?.locks.length ?? 0) > 1;
    const said = errors.map((error) => {
      const lock = several && error.lock ? [...store.locks.values()].find((each) => each.entity_id === error.lock) : undefined;
      const text = texts.refusal(error);
      return lock ? `${lock.name}: ${text}` : text;
    });
    const all = new Set([...(own ? [own] : []), ...said]);
    return html`<div id=${id} aria-live="polite">
      ${[...all].map((text) => html`<div class="error small">${icon("problem")} <span>${text}</span></div>`)}
    </div>`;
  }

  // What is filled in

  private lockAt(entityId: string) {
    for (const lock of this.context.store.locks.values()) if (lock.entity_id === entityId) return lock;
    return undefined;
  }

  private get isSharedCode(): boolean {
    return this.code !== undefined && this.context.store.sharedWith(this.code).length > 1;
  }

  private limits(form: Form) {
    return pinLimits(form.locks.map((id) => this.lockAt(id)?.capabilities));
  }

  private put(part: Partial<Form>): void {
    if (!this.form) return;
    this.form = { ...this.form, ...part };
    this.checkSoon();
  }

  private toggleLock(entityId: string, isChosen: boolean): void {
    const others = this.form!.locks.filter((each) => each !== entityId);
    this.put({ locks: isChosen ? [...others, entityId] : others });
  }

  private toggleDay(day: number): void {
    const { days } = this.form!;
    this.put({ days: days.includes(day) ? days.filter((each) => each !== day) : [...days, day] });
  }

  private choose(choice: QuickChoice): void {
    const span = quickWindow(choice, this.today);
    this.put({ starts: span.starts_at, ends: span.ends_at });
  }

  private draw = async (): Promise<void> => {
    this.failure = null;
    try {
      const answer = await this.context.hass.callWS<{ code: string }>({
        type: "access_codes/generate_code",
        lock: this.targets.map((each) => each.lock),
      });
      this.put({ pin: answer.code });
    } catch (error) {
      this.failure = this.context.texts.refusal(error as WsError);
    }
  };

  // Check and save

  private get fields(): Fields {
    const form = this.form!;
    return this.codeId ? changes(form, this.original!, this.today) : creation(form, this.today);
  }

  /** The locks concerned, with the code on each where there is one already. */
  private get targets(): { lock: string; codeId?: string }[] {
    const { code } = this;
    if (!code) return this.form!.locks.map((lock) => ({ lock }));
    const codes = this.isForAll ? this.context.store.sharedWith(code) : [code];
    return codes.map((each) => ({ lock: each.lock_entity_id, codeId: each.access_code_id }));
  }

  private checkSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), PAUSE_IN_TYPING);
  }

  /** Ask what would be refused; true if nothing would be. */
  private async check(): Promise<boolean> {
    clearTimeout(this.timer);
    const round = ++this.round;
    const { fields, targets } = this;
    let errors: CheckError[] = [];
    try {
      if (!this.codeId) {
        if (targets.length > 0) errors = await this.ask({ lock: targets.map((each) => each.lock), ...fields });
      } else if (Object.keys(fields).length > 0) {
        const answers = await Promise.all(
          targets.map(async ({ lock, codeId }) =>
            (await this.ask({ access_code_id: codeId!, ...fields })).map((error) => ({ ...error, lock })),
          ),
        );
        errors = answers.flat();
      }
    } catch (error) {
      if (round === this.round) this.failure = this.context.texts.refusal(error as WsError);
      return false;
    }
    // Of two answers the later question counts.
    if (round === this.round) this.errors = errorsByPlace(errors);
    return errors.length === 0;
  }

  private async ask(fields: object): Promise<CheckError[]> {
    const answer = await this.context.hass.callWS<{ errors: CheckError[] }>({ type: "access_codes/check", ...fields });
    return answer.errors;
  }

  private onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.isBusy || !this.form) return;
    this.isTried = true;
    this.failure = null;
    if (!isComplete(this.form)) return this.showFirstError();
    this.isBusy = true;
    try {
      if (!(await this.check())) return this.showFirstError();
      const codeId = this.codeId ? await this.save() : await this.create();
      navigate(`/code/${codeId}`, true);
    } catch (error) {
      this.failure = this.context.texts.refusal(error as WsError);
    } finally {
      this.isBusy = false;
    }
  };

  private showFirstError(): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector(".error, [aria-invalid=true]")?.scrollIntoView({ block: "center" }),
    );
  }

  private async create(): Promise<string> {
    const { hass } = this.context;
    const locks = this.form!.locks;
    if (locks.length === 1) {
      const answer = await hass.callWS<{ access_code: Code }>({
        type: "access_codes/create",
        lock: locks[0],
        ...this.fields,
        without_pins: true,
      });
      return answer.access_code.access_code_id;
    }
    const answer = await hass.callWS<{ access_codes: Code[] }>({
      type: "access_codes/create_multiple",
      entity_id: locks,
      ...this.fields,
      without_pins: true,
    });
    return answer.access_codes[0]!.access_code_id;
  }

  private async save(): Promise<string> {
    const { hass } = this.context;
    const code = this.code!;
    const { fields } = this;
    if (Object.keys(fields).length === 0) return code.access_code_id;
    const message =
      this.isForAll && this.isSharedCode
        ? { type: "access_codes/update_multiple", common_code_key: code.common_code_key }
        : { type: "access_codes/update", access_code_id: code.access_code_id };
    await hass.callWS({ ...message, ...fields, without_pins: true });
    return code.access_code_id;
  }

  private leave = (): void => goBack(this.codeId ? `/code/${this.codeId}` : "/now");
}

define("access-codes-edit", EditView);
