/** A question before something happens, in one plain sentence. */

import { LitElement, css, html, nothing, type TemplateResult } from "lit";

import { define } from "../context";
import { icon } from "../icons";
import { dialogStyles, shared } from "../styles";

export interface Question {
  title: string;
  /** What will happen; with the choice or without it. */
  sentence: (isChosen: boolean) => string;
  confirm: string;
  cancel: string;
  isDangerous?: boolean;
  /** A choice besides, such as "on all three locks". */
  choice?: string;
  /** Does it; an error is shown, and leaves the dialog open. */
  act: (isChosen: boolean) => Promise<void>;
  errorText: (error: unknown) => string;
}

export class ConfirmDialog extends LitElement {
  static override properties = {
    question: { attribute: false },
    error: { state: true },
    isBusy: { state: true },
    isChosen: { state: true },
  };
  declare question: Question | null;
  declare error: string | null;
  declare isBusy: boolean;
  declare isChosen: boolean;

  static override styles = [
    shared,
    dialogStyles,
    css`
      label {
        display: flex;
        gap: 12px;
        align-items: center;
        min-height: 44px;
        cursor: pointer;
      }
    `,
  ];

  constructor() {
    super();
    this.question = null;
    this.error = null;
    this.isBusy = false;
    this.isChosen = false;
  }

  ask(question: Question): void {
    this.question = question;
    this.error = null;
    this.isBusy = false;
    this.isChosen = question.choice !== undefined;
    void this.updateComplete.then(() => this.renderRoot.querySelector("dialog")?.showModal());
  }

  protected override render(): TemplateResult | typeof nothing {
    const { question } = this;
    if (!question) return nothing;
    return html`<dialog aria-labelledby="title" aria-describedby="sentence" @close=${this.onClose}>
      <div class="inside">
        <h2 id="title">${question.title}</h2>
        <p id="sentence">${question.sentence(this.isChosen)}</p>
        ${question.choice ? html`<label><input type="checkbox" .checked=${this.isChosen} @change=${this.onChoice} />${question.choice}</label>` : nothing}
        ${this.error ? html`<div class="note error" role="alert">${icon("problem")} ${this.error}</div>` : nothing}
        <div class="actions">
          <button @click=${this.close}>${question.cancel}</button>
          <button
            class="filled ${question.isDangerous ? "danger" : ""}"
            ?disabled=${this.isBusy}
            @click=${this.confirm}
          >
            ${question.confirm}
          </button>
        </div>
      </div>
    </dialog>`;
  }

  private close = (): void => this.renderRoot.querySelector("dialog")?.close();

  private onChoice = (event: Event): void => {
    this.isChosen = (event.target as HTMLInputElement).checked;
  };

  private onClose = (): void => {
    // Asked anew before the browser told that the former dialog was closed.
    if (this.renderRoot.querySelector("dialog")?.open) return;
    this.question = null;
  };

  private confirm = async (): Promise<void> => {
    const { question } = this;
    if (!question || this.isBusy) return;
    this.isBusy = true;
    try {
      await question.act(this.isChosen);
      this.close();
    } catch (error) {
      this.error = question.errorText(error);
    } finally {
      this.isBusy = false;
    }
  };
}

define("access-codes-confirm", ConfirmDialog);
