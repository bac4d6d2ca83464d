/** A short message at the edge of the screen, with a way back where there is one. */

import { LitElement, css, html, nothing, type TemplateResult } from "lit";

import { define } from "../context";
import { shared } from "../styles";

export interface Message {
  text: string;
  isError?: boolean;
  /** The label of the button, and what it does. */
  action?: string;
  act?: () => void;
  /** Ids of the codes that it is about. */
  about?: string[];
}

const SHOWN_FOR = 12_000;

export class Toast extends LitElement {
  static override properties = { message: { state: true } };
  declare message: Message | null;

  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.message = null;
  }

  // contract 11.477
  static override styles = [
    shared,
    css`
      :host {
        position: fixed;
        z-index: 5;
        inset-inline: 16px;
        bottom: calc(88px + env(safe-area-inset-bottom, 0px));
        display: flex;
        justify-content: center;
        pointer-events: none;
      }
      .toast {
        pointer-events: auto;
        display: flex;
        align-items: center;
        gap: 8px 16px;
        max-width: 560px;
        padding-block: 8px;
        padding-inline: 16px 8px;
        border-radius: 12px;
        background: var(--primary-text-color, #212121);
        color: var(--primary-background-color, #fafafa);
        box-shadow: 0 4px 16px rgba(0, 0, 0, 0.35);
        overflow-wrap: anywhere;
      }
      .toast span {
        padding: 6px 0;
      }
      /* No button follows. */
      .toast span:last-child {
        padding-inline-end: 8px;
      }
      button {
        flex: none;
        color: inherit;
        border-color: color-mix(in srgb, currentColor 45%, transparent);
      }
    `,
  ];

  show(message: Message): void {
    this.message = message;
    this.stay();
    this.leave();
  }

  /** Take away what is said of a code: it is old by now. */
  forget(codeId: string): void {
    if (this.message?.about?.includes(codeId)) this.message = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stay();
  }

  protected override render(): TemplateResult {
    const { message } = this;
    return html`<div aria-live="polite" role="status">
      ${message
        ? html`<div class="toast" @pointerenter=${this.stay} @pointerleave=${this.leave} @focusin=${this.stay} @focusout=${this.leave}>
            <span>${message.text}</span>
            ${message.act ? html`<button @click=${this.act}>${message.action}</button>` : nothing}
          </div>`
        : nothing}
    </div>`;
  }

  private act = (): void => {
    const act = this.message?.act;
    this.message = null;
    act?.();
  };

  /** A message that is looked at does not go away. */
  private stay = (): void => clearTimeout(this.timer);

  private leave = (): void => {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.message = null), SHOWN_FOR);
  };
}

define("access-codes-toast", Toast);
