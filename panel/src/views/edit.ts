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
  digitsKey,
  errorLines,
  lengthsText,
  pinLimits,
  type Fields,
  type Form,
  type FormField,
  whenMissing,
} from "../form";
import { icon } from "../icons";
import { create, refusals, save, type Target } from "../saving";
import { shared } from "../styles";
import { byName } from "../standing";
import type { CheckError, Code, WsError } from "../types";
import { formStyles } from "./form-styles";
import { errorList } from "./when";

const PAUSE_IN_TYPING = 350;

/** More locks than these are scrolled, so that the fields below them are not far away. */
const MOST_LOCKS = 12;

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
    formStyles,
    css`
      :host {
        max-width: 640px;
        margin: 0 auto;
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
      ${this.renderWhen(form)} ${this.renderOneTime(form)}
      <div class="foot">
        ${this.renderErrors("form", "form-error")}
        ${this.failure ? html`<div class="note error" role="alert">${icon("problem")} ${this.failure}</div>` : nothing}
        <div class="actions">
          <button type="button" @click=${this.leave}>${this.t("panel.cancel")}</button>
          <button type="submit" class="filled" ?disabled=${this.isBusy}>${this.t(code ? "edit.save" : "edit.create")}</button>
        </div>
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

  // contract 11.470
  private renderLocks(form: Form): TemplateResult | typeof nothing {
    const locks = [...this.context.store.locks.values()]
      .filter((lock) => lock.entity_id !== null)
      .sort(byName);
    const isMissing = this.isTried && form.locks.length === 0;
    return html`<fieldset aria-describedby="lock-error">
      <legend>${this.t("edit.locks")}</legend>
      <div class="choices ${locks.length > MOST_LOCKS ? "many" : ""}">
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
      </div>
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
    const isLengthSaid = this.errors.get("code")?.some((each) => each.translation_key === "code_length_not_taken");
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
      ${lengths && !isLengthSaid
        ? html`<div class="hint" id="pin-hint">${this.t(limits?.isDigitsOnly ? "edit.digits" : "edit.characters", { lengths })}</div>`
        : nothing}
      ${this.renderErrors("code", "pin-error")}
    </div>`;
  }

  private renderWhen(form: Form): TemplateResult {
    const missing = this.isTried ? whenMissing(form) : null;
    return html`<access-codes-when
      .context=${this.context}
      .form=${form}
      .isOther=${this.original?.when === "other"}
      .errors=${this.errorTexts("when", missing ? this.t(missing) : null)}
      @form-part=${(event: CustomEvent<Partial<Form>>) => this.put(event.detail)}
    ></access-codes-when>`;
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
      ${form.isOneTime ? nothing : this.renderUses(form)} ${this.renderErrors("is_one_time_use", "one-time-error")}
    </div>`;
  }

  // contract 11.369
  private renderUses(form: Form): TemplateResult {
    return html`<label class="label" for="uses">${this.t("edit.max_uses")}</label>
      <input
        id="uses"
        type="number"
        min="1"
        inputmode="numeric"
        .value=${form.uses}
        placeholder=${this.t("edit.no_limit")}
        @input=${(event: Event) => this.put({ uses: (event.target as HTMLInputElement).value })}
        aria-invalid=${this.errors.has("is_one_time_use") ? "true" : "false"}
        aria-describedby="one-time-error"
      />`;
  }

  private errorTexts(place: FormField, own: string | null = null): string[] {
    const text = (error: CheckError): string => {
      const key = digitsKey(error, this.lockAt(error.lock ?? "")?.capabilities);
      const lengths = (error.translation_placeholders?.["limit"] ?? "").replace("-", "–");
      return key ? this.t(key, { lengths }) : this.context.texts.refusal(error, place !== "form");
    };
    const said = errorLines(this.errors.get(place) ?? [], this.form?.locks ?? [], text, (lock) => this.lockAt(lock)?.name);
    return [...new Set([...(own ? [own] : []), ...said])];
  }

  private renderErrors(place: FormField, id: string, own: string | null = null): TemplateResult {
    return errorList(id, this.errorTexts(place, own));
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
  private get targets(): Target[] {
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
      errors = await refusals(this.context.hass, targets, fields);
    } catch (error) {
      if (round === this.round) this.failure = this.context.texts.refusal(error as WsError);
      return false;
    }
    // Of two answers the later question counts.
    if (round === this.round) this.errors = errorsByPlace(errors);
    return errors.length === 0;
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
      const { hass } = this.context;
      const codeId = this.code
        ? await save(hass, this.code, this.fields, this.isForAll && this.isSharedCode)
        : await create(hass, this.form.locks, this.fields);
      navigate(`/code/${codeId}`, true);
    } catch (error) {
      this.failure = this.context.texts.refusal(error as WsError);
    } finally {
      this.isBusy = false;
    }
  };

  private showFirstError(): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector(".error, [aria-invalid=true], access-codes-when[invalid]")?.scrollIntoView({ block: "center" }),
    );
  }

  private leave = (): void => goBack(this.codeId ? `/code/${this.codeId}` : "/now");
}

define("access-codes-edit", EditView);
