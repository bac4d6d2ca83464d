/** Read one lock in full: how far it is, and what came of it. */

import { css, html, nothing, type TemplateResult } from "lit";

import { View, define } from "../context";
import { icon } from "../icons";
import { shared } from "../styles";
import type { Lock, WsError } from "../types";

interface Report {
  is_read: boolean;
  read: number;
  total: number;
  not_answered: string[];
  slots_in_use: unknown[];
  due: unknown[];
}

type Progress = { read: number; total: number } | { report: Report } | Failure;

/** An error, with the key of its text. */
type Failure = { error: string } & Pick<WsError, "translation_key" | "translation_placeholders">;

export class SyncButton extends View {
  static override properties = {
    context: { attribute: false },
    lock: { attribute: false },
    read: { state: true },
    total: { state: true },
    isReading: { state: true },
    said: { state: true },
    isBad: { state: true },
  };
  declare lock: Lock;
  declare read: number;
  declare total: number;
  declare isReading: boolean;
  declare said: string;
  declare isBad: boolean;

  private stop: (() => void) | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: contents;
      }
      button {
        padding: 0 14px;
      }
      div {
        order: 1;
        flex: 1 1 100%;
      }
      /* Where nothing is said, no line of its own. */
      div:empty {
        position: absolute;
      }
      progress {
        width: 100%;
        height: 8px;
        accent-color: var(--accent);
      }
      .said {
        display: flex;
        gap: 8px;
        align-items: flex-start;
      }
    `,
  ];

  constructor() {
    super();
    this.isReading = this.isBad = false;
    this.read = this.total = 0;
    this.said = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    this.stop = undefined;
  }

  protected override render(): TemplateResult {
    const { isReading, total, read } = this;
    return html`
      <button class="outlined" ?disabled=${isReading || this.context.store.isOffline} @click=${this.start}>
        ${icon("sync")} ${this.t("locks.sync")}
      </button>
      <div aria-live="polite">${isReading
          ? html`<label class="quiet"
              >${total ? this.t("locks.reading_of", { read, total }) : this.t("locks.reading")}
              <progress max=${total || 1} value=${total ? read : nothing}></progress>
            </label>`
          : nothing}${this.said && !isReading
          ? html`<div class="said small"><span class=${this.isBad ? "problem" : "set"}>${icon(this.isBad ? "problem" : "set")}</span>${this.said}</div>`
          : nothing}</div>
    `;
  }

  // contract 11.323
  private start = async (): Promise<void> => {
    this.isReading = true;
    this.read = this.total = 0;
    try {
      this.stop = await this.context.hass.connection.subscribeMessage<Progress>(
        this.onProgress,
        { type: "access_codes/follow_sync", lock: this.lock.entity_id },
        // After a reconnect nobody waits for it any more.
        { resubscribe: false },
      );
    } catch (error) {
      this.finish(this.context.texts.refusal(error as WsError), true);
    }
  };

  private onProgress = (progress: Progress): void => {
    if ("read" in progress) {
      this.read = progress.read;
      this.total = progress.total;
    } else if ("error" in progress) this.finish(this.context.texts.refusal({ ...progress, code: "", message: progress.error }), true);
    else this.finish(this.summary(progress.report), !progress.report.is_read);
  };

  private summary(report: Report): string {
    const due = report.due.length ? ` ${this.t("locks.due", { count: report.due.length })}` : "";
    if (!report.is_read && report.read === 0) return this.t("locks.not_read") + due;
    const values = { read: report.read, total: report.total, used: report.slots_in_use.length };
    return this.t(report.is_read ? "locks.read_all" : "locks.read_part", values) + due;
  }

  private finish(said: string, isBad: boolean): void {
    this.isReading = false;
    this.said = said;
    this.isBad = isBad;
    this.stop?.();
    this.stop = undefined;
  }
}

define("access-codes-sync", SyncButton);
