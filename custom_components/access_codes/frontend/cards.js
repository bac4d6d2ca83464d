await customElements.whenDefined("home-assistant");
var e = /* @__PURE__ */ new Set([
	"unset",
	"setting",
	"set",
	"removing"
]), t = /* @__PURE__ */ new WeakMap();
function n(e) {
	if (!e) return [];
	let n = t.get(e);
	return n || (n = Object.values(e).filter((e) => e.platform === "access_codes" && e.translation_key === "access_code").map((e) => e.entity_id), t.set(e, n)), n;
}
var r = (e) => Object.values(e ?? {}).filter((e) => e.platform === "access_codes" && e.translation_key === "problem").length;
function i(e) {
	let t = /* @__PURE__ */ new Set();
	for (let n of Object.values(e.entities ?? {})) {
		if (n.platform !== "access_codes" || n.translation_key !== "problem") continue;
		let r = e.states[n.entity_id]?.attributes.checks_codes_of;
		typeof r == "string" && t.add(r);
	}
	return t;
}
function a(t) {
	let { attributes: n } = t;
	return typeof n.access_code_id != "string" || typeof n.lock_entity_id != "string" ? null : {
		name: "",
		type: "ongoing",
		display_status: "",
		starts_at: null,
		ends_at: null,
		recurrence: null,
		next_window: null,
		created_at: "",
		errors: [],
		warnings: [],
		pending_mutations: [],
		common_code_key: null,
		is_paused: !1,
		active_while: null,
		is_one_time_use: !1,
		max_uses: null,
		use_count: 0,
		last_used_at: null,
		is_scheduled_on_device: !1,
		is_waiting_for_code_assignment: !1,
		...n,
		access_code_id: n.access_code_id,
		lock_entity_id: n.lock_entity_id,
		status: e.has(t.state) ? t.state : "unknown"
	};
}
var o = (e, t) => String(e.states[t]?.attributes.friendly_name ?? t);
function s(e, t, n) {
	let r = /* @__PURE__ */ new Map();
	for (let e of n) for (let t of e.errors) t.is_device_error && t.error_code ? r.set(t.error_code, {
		error_code: t.error_code,
		message: t.message
	}) : r.set(e.access_code_id, {
		error_code: t.error_code ?? "",
		message: t.message,
		access_code_id: e.access_code_id,
		name: e.name
	});
	return {
		entry_id: t,
		entity_id: t,
		device_id: null,
		name: o(e, t),
		area: null,
		family: "",
		is_loaded: !0,
		reach: null,
		reach_since: null,
		capabilities: null,
		free_slots: null,
		ignored: [],
		problems: [...r.values()]
	};
}
function c(e) {
	let t = /* @__PURE__ */ new Map(), r = /* @__PURE__ */ new Map();
	for (let i of n(e.entities)) {
		let n = e.states[i], o = n && a(n);
		o && (t.set(o.access_code_id, o), r.set(o.lock_entity_id, [...r.get(o.lock_entity_id) ?? [], o]));
	}
	return {
		codes: t,
		locks: new Map([...r].map(([t, n]) => [t, s(e, t, n)])),
		isComplete: !1
	};
}
var l = (e, t) => ({
	codes: e,
	locks: new Map([...t.values()].filter((e) => e.entity_id).map((e) => [e.entity_id, e])),
	isComplete: !0
});
function u(e, t) {
	let n = [
		"problem",
		"upcoming",
		"unset",
		"paused",
		"ended"
	], r = (e) => Date.parse(e.next_window?.starts_at ?? "") || Infinity, i = (e) => n.indexOf(t(e));
	return [...e].sort((e, t) => i(e) - i(t) || (r(e) < r(t) ? -1 : r(e) > r(t) ? 1 : e.name.localeCompare(t.name)));
}
function d(e, t, n) {
	return Array.isArray(t) ? t.includes(e.entity_id ?? "") : t ?? (e.capabilities?.is_virtual === !0 || n.has(e.entity_id ?? ""));
}
function ee(e, t) {
	if (r(e.entities) !== r(t.entities)) return !0;
	let n = i(e);
	return [...i(t)].some((e) => !n.has(e));
}
var te = (e, t) => [
	{
		type: "heading",
		heading: e.name,
		icon: "mdi:lock"
	},
	{
		type: "tile",
		entity: e.entity_id,
		features: [{ type: "lock-commands" }]
	},
	...t ? [{
		type: "custom:access-codes-keypad-card",
		entity: e.entity_id
	}] : [],
	{
		type: "custom:access-codes-codes-card",
		entity: e.entity_id
	}
];
function ne(e, t, n, r, i) {
	let a = e.entities ? e.entities.flatMap((e) => t.filter((t) => t.entity_id === e)) : t, o = a.map((t) => ({
		type: "grid",
		cards: te(t, d(t, e.keypads, n))
	})), s = a.length === 0 ? {
		type: "markdown",
		content: i
	} : {
		type: "custom:access-codes-now-card",
		...e.entities ? { entities: e.entities } : {}
	};
	return {
		title: e.title ?? r,
		icon: "mdi:key-chain-variant",
		type: "sections",
		max_columns: 3,
		sections: [{
			type: "grid",
			cards: [s]
		}, ...o]
	};
}
function re(e, t, r, a) {
	if (!t.startsWith("lock.") || !n(e.entities).some((n) => e.states[n]?.attributes.lock_entity_id === t)) return null;
	let o = {
		label: r,
		config: {
			type: "custom:access-codes-codes-card",
			entity: t
		}
	}, s = {
		label: a,
		config: {
			type: "custom:access-codes-keypad-card",
			entity: t
		}
	};
	return i(e).has(t) ? [o, s] : [o];
}
var ie = "component.access_codes.config_panel", ae = "component.access_codes.exceptions", oe = class e {
	constructor(e, t) {
		this.localize = e, this.plurals = new Intl.PluralRules(t);
	}
	static async load(t) {
		return await t.loadBackendTranslation("exceptions", "access_codes"), new e(await t.loadBackendTranslation("config_panel", "access_codes"), t.locale.language);
	}
	static from(t, n = "en") {
		return new e(t, n);
	}
	t(e, t) {
		let n = t?.count, r = typeof n == "number" ? [
			...n === 0 ? ["zero"] : [],
			this.plurals.select(n),
			"other"
		] : [];
		for (let n of [...r.map((t) => `${e}_${t}`), e]) {
			let e = this.localize(`${ie}.${n}`, t);
			if (e) return e;
		}
		return e;
	}
	message(e, t) {
		return this.localize(`${ae}.${e}.message`, t);
	}
	refusal(e) {
		let t = { ...e.translation_placeholders ?? {} };
		if (!e.translation_key) return e.message || this.t("panel.no_answer");
		let n = this.localize(`${ie}.refusal.${e.translation_key}`);
		if (n) return n;
		let r = t.field;
		return r && (t.field = this.t(`field.${r}`) || r), this.message(e.translation_key, t) || e.message;
	}
}, se = "", f, ce;
function p(e) {
	if (!f || se !== e.locale.language) {
		se = e.locale.language;
		let t = f = oe.load(e);
		t.then((e) => ce = e, () => {
			f === t && (f = void 0);
		});
	}
	return f;
}
var le = () => document.querySelector("home-assistant")?.hass;
function m(e, t) {
	if (ce) return ce.t(e);
	let n = le();
	return n && p(n).catch(() => void 0), t;
}
var ue = /* @__PURE__ */ new Set(["entities", "code_length"]), de = (e) => ({
	schema: e,
	computeLabel: ({ name: e }) => m(`card.form_${e}`, e),
	computeHelper: ({ name: e }) => ue.has(e) && m(`card.help_${e}`, "") || void 0
}), h = globalThis, g = h.ShadowRoot && (h.ShadyCSS === void 0 || h.ShadyCSS.nativeShadow) && "adoptedStyleSheets" in Document.prototype && "replace" in CSSStyleSheet.prototype, _ = Symbol(), fe = /* @__PURE__ */ new WeakMap(), pe = class {
	constructor(e, t, n) {
		if (this._$cssResult$ = !0, n !== _) throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");
		this.cssText = e, this.t = t;
	}
	get styleSheet() {
		let e = this.o, t = this.t;
		if (g && e === void 0) {
			let n = t !== void 0 && t.length === 1;
			n && (e = fe.get(t)), e === void 0 && ((this.o = e = new CSSStyleSheet()).replaceSync(this.cssText), n && fe.set(t, e));
		}
		return e;
	}
	toString() {
		return this.cssText;
	}
}, me = (e) => new pe(typeof e == "string" ? e : e + "", void 0, _), v = (e, ...t) => new pe(e.length === 1 ? e[0] : t.reduce((t, n, r) => t + ((e) => {
	if (!0 === e._$cssResult$) return e.cssText;
	if (typeof e == "number") return e;
	throw Error("Value passed to 'css' function must be a 'css' function result: " + e + ". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.");
})(n) + e[r + 1], e[0]), e, _), he = (e, t) => {
	if (g) e.adoptedStyleSheets = t.map((e) => e instanceof CSSStyleSheet ? e : e.styleSheet);
	else for (let n of t) {
		let t = document.createElement("style"), r = h.litNonce;
		r !== void 0 && t.setAttribute("nonce", r), t.textContent = n.cssText, e.appendChild(t);
	}
}, ge = g ? (e) => e : (e) => e instanceof CSSStyleSheet ? ((e) => {
	let t = "";
	for (let n of e.cssRules) t += n.cssText;
	return me(t);
})(e) : e, { is: _e, defineProperty: ve, getOwnPropertyDescriptor: ye, getOwnPropertyNames: be, getOwnPropertySymbols: xe, getPrototypeOf: Se } = Object, y = globalThis, Ce = y.trustedTypes, we = Ce ? Ce.emptyScript : "", Te = y.reactiveElementPolyfillSupport, b = (e, t) => e, x = {
	toAttribute(e, t) {
		switch (t) {
			case Boolean:
				e = e ? we : null;
				break;
			case Object:
			case Array: e = e == null ? e : JSON.stringify(e);
		}
		return e;
	},
	fromAttribute(e, t) {
		let n = e;
		switch (t) {
			case Boolean:
				n = e !== null;
				break;
			case Number:
				n = e === null ? null : Number(e);
				break;
			case Object:
			case Array: try {
				n = JSON.parse(e);
			} catch {
				n = null;
			}
		}
		return n;
	}
}, Ee = (e, t) => !_e(e, t), De = {
	attribute: !0,
	type: String,
	converter: x,
	reflect: !1,
	useDefault: !1,
	hasChanged: Ee
};
Symbol.metadata ??= Symbol("metadata"), y.litPropertyMetadata ??= /* @__PURE__ */ new WeakMap();
var S = class extends HTMLElement {
	static addInitializer(e) {
		this._$Ei(), (this.l ??= []).push(e);
	}
	static get observedAttributes() {
		return this.finalize(), this._$Eh && [...this._$Eh.keys()];
	}
	static createProperty(e, t = De) {
		if (t.state && (t.attribute = !1), this._$Ei(), this.prototype.hasOwnProperty(e) && ((t = Object.create(t)).wrapped = !0), this.elementProperties.set(e, t), !t.noAccessor) {
			let n = Symbol(), r = this.getPropertyDescriptor(e, n, t);
			r !== void 0 && ve(this.prototype, e, r);
		}
	}
	static getPropertyDescriptor(e, t, n) {
		let { get: r, set: i } = ye(this.prototype, e) ?? {
			get() {
				return this[t];
			},
			set(e) {
				this[t] = e;
			}
		};
		return {
			get: r,
			set(t) {
				let a = r?.call(this);
				i?.call(this, t), this.requestUpdate(e, a, n);
			},
			configurable: !0,
			enumerable: !0
		};
	}
	static getPropertyOptions(e) {
		return this.elementProperties.get(e) ?? De;
	}
	static _$Ei() {
		if (this.hasOwnProperty(b("elementProperties"))) return;
		let e = Se(this);
		e.finalize(), e.l !== void 0 && (this.l = [...e.l]), this.elementProperties = new Map(e.elementProperties);
	}
	static finalize() {
		if (this.hasOwnProperty(b("finalized"))) return;
		if (this.finalized = !0, this._$Ei(), this.hasOwnProperty(b("properties"))) {
			let e = this.properties, t = [...be(e), ...xe(e)];
			for (let n of t) this.createProperty(n, e[n]);
		}
		let e = this[Symbol.metadata];
		if (e !== null) {
			let t = litPropertyMetadata.get(e);
			if (t !== void 0) for (let [e, n] of t) this.elementProperties.set(e, n);
		}
		this._$Eh = /* @__PURE__ */ new Map();
		for (let [e, t] of this.elementProperties) {
			let n = this._$Eu(e, t);
			n !== void 0 && this._$Eh.set(n, e);
		}
		this.elementStyles = this.finalizeStyles(this.styles);
	}
	static finalizeStyles(e) {
		let t = [];
		if (Array.isArray(e)) {
			let n = new Set(e.flat(1 / 0).reverse());
			for (let e of n) t.unshift(ge(e));
		} else e !== void 0 && t.push(ge(e));
		return t;
	}
	static _$Eu(e, t) {
		let n = t.attribute;
		return !1 === n ? void 0 : typeof n == "string" ? n : typeof e == "string" ? e.toLowerCase() : void 0;
	}
	constructor() {
		super(), this._$Ep = void 0, this.isUpdatePending = !1, this.hasUpdated = !1, this._$Em = null, this._$Ev();
	}
	_$Ev() {
		this._$ES = new Promise((e) => this.enableUpdating = e), this._$AL = /* @__PURE__ */ new Map(), this._$E_(), this.requestUpdate(), this.constructor.l?.forEach((e) => e(this));
	}
	addController(e) {
		(this._$EO ??= /* @__PURE__ */ new Set()).add(e), this.renderRoot !== void 0 && this.isConnected && e.hostConnected?.();
	}
	removeController(e) {
		this._$EO?.delete(e);
	}
	_$E_() {
		let e = /* @__PURE__ */ new Map(), t = this.constructor.elementProperties;
		for (let n of t.keys()) this.hasOwnProperty(n) && (e.set(n, this[n]), delete this[n]);
		e.size > 0 && (this._$Ep = e);
	}
	createRenderRoot() {
		let e = this.shadowRoot ?? this.attachShadow(this.constructor.shadowRootOptions);
		return he(e, this.constructor.elementStyles), e;
	}
	connectedCallback() {
		this.renderRoot ??= this.createRenderRoot(), this.enableUpdating(!0), this._$EO?.forEach((e) => e.hostConnected?.());
	}
	enableUpdating(e) {}
	disconnectedCallback() {
		this._$EO?.forEach((e) => e.hostDisconnected?.());
	}
	attributeChangedCallback(e, t, n) {
		this._$AK(e, n);
	}
	_$ET(e, t) {
		let n = this.constructor.elementProperties.get(e), r = this.constructor._$Eu(e, n);
		if (r !== void 0 && !0 === n.reflect) {
			let i = (n.converter?.toAttribute === void 0 ? x : n.converter).toAttribute(t, n.type);
			this._$Em = e, i == null ? this.removeAttribute(r) : this.setAttribute(r, i), this._$Em = null;
		}
	}
	_$AK(e, t) {
		let n = this.constructor, r = n._$Eh.get(e);
		if (r !== void 0 && this._$Em !== r) {
			let e = n.getPropertyOptions(r), i = typeof e.converter == "function" ? { fromAttribute: e.converter } : e.converter?.fromAttribute === void 0 ? x : e.converter;
			this._$Em = r;
			let a = i.fromAttribute(t, e.type);
			this[r] = a ?? this._$Ej?.get(r) ?? a, this._$Em = null;
		}
	}
	requestUpdate(e, t, n, r = !1, i) {
		if (e !== void 0) {
			let a = this.constructor;
			if (!1 === r && (i = this[e]), n ??= a.getPropertyOptions(e), !((n.hasChanged ?? Ee)(i, t) || n.useDefault && n.reflect && i === this._$Ej?.get(e) && !this.hasAttribute(a._$Eu(e, n)))) return;
			this.C(e, t, n);
		}
		!1 === this.isUpdatePending && (this._$ES = this._$EP());
	}
	C(e, t, { useDefault: n, reflect: r, wrapped: i }, a) {
		n && !(this._$Ej ??= /* @__PURE__ */ new Map()).has(e) && (this._$Ej.set(e, a ?? t ?? this[e]), !0 !== i || a !== void 0) || (this._$AL.has(e) || (this.hasUpdated || n || (t = void 0), this._$AL.set(e, t)), !0 === r && this._$Em !== e && (this._$Eq ??= /* @__PURE__ */ new Set()).add(e));
	}
	async _$EP() {
		this.isUpdatePending = !0;
		try {
			await this._$ES;
		} catch (e) {
			Promise.reject(e);
		}
		let e = this.scheduleUpdate();
		return e != null && await e, !this.isUpdatePending;
	}
	scheduleUpdate() {
		return this.performUpdate();
	}
	performUpdate() {
		if (!this.isUpdatePending) return;
		if (!this.hasUpdated) {
			if (this.renderRoot ??= this.createRenderRoot(), this._$Ep) {
				for (let [e, t] of this._$Ep) this[e] = t;
				this._$Ep = void 0;
			}
			let e = this.constructor.elementProperties;
			if (e.size > 0) for (let [t, n] of e) {
				let { wrapped: e } = n, r = this[t];
				!0 !== e || this._$AL.has(t) || r === void 0 || this.C(t, void 0, n, r);
			}
		}
		let e = !1, t = this._$AL;
		try {
			e = this.shouldUpdate(t), e ? (this.willUpdate(t), this._$EO?.forEach((e) => e.hostUpdate?.()), this.update(t)) : this._$EM();
		} catch (t) {
			throw e = !1, this._$EM(), t;
		}
		e && this._$AE(t);
	}
	willUpdate(e) {}
	_$AE(e) {
		this._$EO?.forEach((e) => e.hostUpdated?.()), this.hasUpdated || (this.hasUpdated = !0, this.firstUpdated(e)), this.updated(e);
	}
	_$EM() {
		this._$AL = /* @__PURE__ */ new Map(), this.isUpdatePending = !1;
	}
	get updateComplete() {
		return this.getUpdateComplete();
	}
	getUpdateComplete() {
		return this._$ES;
	}
	shouldUpdate(e) {
		return !0;
	}
	update(e) {
		this._$Eq &&= this._$Eq.forEach((e) => this._$ET(e, this[e])), this._$EM();
	}
	updated(e) {}
	firstUpdated(e) {}
};
S.elementStyles = [], S.shadowRootOptions = { mode: "open" }, S[b("elementProperties")] = /* @__PURE__ */ new Map(), S[b("finalized")] = /* @__PURE__ */ new Map(), Te?.({ ReactiveElement: S }), (y.reactiveElementVersions ??= []).push("2.1.2");
var C = globalThis, Oe = (e) => e, w = C.trustedTypes, ke = w ? w.createPolicy("lit-html", { createHTML: (e) => e }) : void 0, Ae = "$lit$", T = `lit$${Math.random().toFixed(9).slice(2)}$`, je = "?" + T, Me = `<${je}>`, E = document, D = () => E.createComment(""), O = (e) => e === null || typeof e != "object" && typeof e != "function", k = Array.isArray, Ne = (e) => k(e) || typeof e?.[Symbol.iterator] == "function", A = "[ 	\n\f\r]", j = /<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g, Pe = /-->/g, Fe = />/g, M = RegExp(`>|${A}(?:([^\\s"'>=/]+)(${A}*=${A}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`, "g"), Ie = /'/g, Le = /"/g, Re = /^(?:script|style|textarea|title)$/i, ze = (e) => (t, ...n) => ({
	_$litType$: e,
	strings: t,
	values: n
}), N = ze(1), P = ze(2), F = Symbol.for("lit-noChange"), I = Symbol.for("lit-nothing"), Be = /* @__PURE__ */ new WeakMap(), L = E.createTreeWalker(E, 129);
function Ve(e, t) {
	if (!k(e) || !e.hasOwnProperty("raw")) throw Error("invalid template strings array");
	return ke === void 0 ? t : ke.createHTML(t);
}
var He = (e, t) => {
	let n = e.length - 1, r = [], i, a = t === 2 ? "<svg>" : t === 3 ? "<math>" : "", o = j;
	for (let t = 0; t < n; t++) {
		let n = e[t], s, c, l = -1, u = 0;
		for (; u < n.length && (o.lastIndex = u, c = o.exec(n), c !== null);) u = o.lastIndex, o === j ? c[1] === "!--" ? o = Pe : c[1] === void 0 ? c[2] === void 0 ? c[3] !== void 0 && (o = M) : (Re.test(c[2]) && (i = RegExp("</" + c[2], "g")), o = M) : o = Fe : o === M ? c[0] === ">" ? (o = i ?? j, l = -1) : c[1] === void 0 ? l = -2 : (l = o.lastIndex - c[2].length, s = c[1], o = c[3] === void 0 ? M : c[3] === "\"" ? Le : Ie) : o === Le || o === Ie ? o = M : o === Pe || o === Fe ? o = j : (o = M, i = void 0);
		let d = o === M && e[t + 1].startsWith("/>") ? " " : "";
		a += o === j ? n + Me : l >= 0 ? (r.push(s), n.slice(0, l) + Ae + n.slice(l) + T + d) : n + T + (l === -2 ? t : d);
	}
	return [Ve(e, a + (e[n] || "<?>") + (t === 2 ? "</svg>" : t === 3 ? "</math>" : "")), r];
}, R = class e {
	constructor({ strings: t, _$litType$: n }, r) {
		let i;
		this.parts = [];
		let a = 0, o = 0, s = t.length - 1, c = this.parts, [l, u] = He(t, n);
		if (this.el = e.createElement(l, r), L.currentNode = this.el.content, n === 2 || n === 3) {
			let e = this.el.content.firstChild;
			e.replaceWith(...e.childNodes);
		}
		for (; (i = L.nextNode()) !== null && c.length < s;) {
			if (i.nodeType === 1) {
				if (i.hasAttributes()) for (let e of i.getAttributeNames()) if (e.endsWith(Ae)) {
					let t = u[o++], n = i.getAttribute(e).split(T), r = /([.?@])?(.*)/.exec(t);
					c.push({
						type: 1,
						index: a,
						name: r[2],
						strings: n,
						ctor: r[1] === "." ? Ge : r[1] === "?" ? Ke : r[1] === "@" ? qe : B
					}), i.removeAttribute(e);
				} else e.startsWith(T) && (c.push({
					type: 6,
					index: a
				}), i.removeAttribute(e));
				if (Re.test(i.tagName)) {
					let e = i.textContent.split(T), t = e.length - 1;
					if (t > 0) {
						i.textContent = w ? w.emptyScript : "";
						for (let n = 0; n < t; n++) i.append(e[n], D()), L.nextNode(), c.push({
							type: 2,
							index: ++a
						});
						i.append(e[t], D());
					}
				}
			} else if (i.nodeType === 8) {
				if (i.data === je) c.push({
					type: 2,
					index: a
				});
				else {
					let e = -1;
					for (; (e = i.data.indexOf(T, e + 1)) !== -1;) c.push({
						type: 7,
						index: a
					}), e += T.length - 1;
				}
			}
			a++;
		}
	}
	static createElement(e, t) {
		let n = E.createElement("template");
		return n.innerHTML = e, n;
	}
};
function z(e, t, n = e, r) {
	if (t === F) return t;
	let i = r === void 0 ? n._$Cl : n._$Co?.[r], a = O(t) ? void 0 : t._$litDirective$;
	return i?.constructor !== a && (i?._$AO?.(!1), a === void 0 ? i = void 0 : (i = new a(e), i._$AT(e, n, r)), r === void 0 ? n._$Cl = i : (n._$Co ??= [])[r] = i), i !== void 0 && (t = z(e, i._$AS(e, t.values), i, r)), t;
}
var Ue = class {
	constructor(e, t) {
		this._$AV = [], this._$AN = void 0, this._$AD = e, this._$AM = t;
	}
	get parentNode() {
		return this._$AM.parentNode;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	u(e) {
		let { el: { content: t }, parts: n } = this._$AD, r = (e?.creationScope ?? E).importNode(t, !0);
		L.currentNode = r;
		let i = L.nextNode(), a = 0, o = 0, s = n[0];
		for (; s !== void 0;) {
			if (a === s.index) {
				let t;
				s.type === 2 ? t = new We(i, i.nextSibling, this, e) : s.type === 1 ? t = new s.ctor(i, s.name, s.strings, this, e) : s.type === 6 && (t = new Je(i, this, e)), this._$AV.push(t), s = n[++o];
			}
			a !== s?.index && (i = L.nextNode(), a++);
		}
		return L.currentNode = E, r;
	}
	p(e) {
		let t = 0;
		for (let n of this._$AV) n !== void 0 && (n.strings === void 0 ? n._$AI(e[t]) : (n._$AI(e, n, t), t += n.strings.length - 2)), t++;
	}
}, We = class e {
	get _$AU() {
		return this._$AM?._$AU ?? this._$Cv;
	}
	constructor(e, t, n, r) {
		this.type = 2, this._$AH = I, this._$AN = void 0, this._$AA = e, this._$AB = t, this._$AM = n, this.options = r, this._$Cv = r?.isConnected ?? !0;
	}
	get parentNode() {
		let e = this._$AA.parentNode, t = this._$AM;
		return t !== void 0 && e?.nodeType === 11 && (e = t.parentNode), e;
	}
	get startNode() {
		return this._$AA;
	}
	get endNode() {
		return this._$AB;
	}
	_$AI(e, t = this) {
		e = z(this, e, t), O(e) ? e === I || e == null || e === "" ? (this._$AH !== I && this._$AR(), this._$AH = I) : e !== this._$AH && e !== F && this._(e) : e._$litType$ === void 0 ? e.nodeType === void 0 ? Ne(e) ? this.k(e) : this._(e) : this.T(e) : this.$(e);
	}
	O(e) {
		return this._$AA.parentNode.insertBefore(e, this._$AB);
	}
	T(e) {
		this._$AH !== e && (this._$AR(), this._$AH = this.O(e));
	}
	_(e) {
		this._$AH !== I && O(this._$AH) ? this._$AA.nextSibling.data = e : this.T(E.createTextNode(e)), this._$AH = e;
	}
	$(e) {
		let { values: t, _$litType$: n } = e, r = typeof n == "number" ? this._$AC(e) : (n.el === void 0 && (n.el = R.createElement(Ve(n.h, n.h[0]), this.options)), n);
		if (this._$AH?._$AD === r) this._$AH.p(t);
		else {
			let e = new Ue(r, this), n = e.u(this.options);
			e.p(t), this.T(n), this._$AH = e;
		}
	}
	_$AC(e) {
		let t = Be.get(e.strings);
		return t === void 0 && Be.set(e.strings, t = new R(e)), t;
	}
	k(t) {
		k(this._$AH) || (this._$AH = [], this._$AR());
		let n = this._$AH, r, i = 0;
		for (let a of t) i === n.length ? n.push(r = new e(this.O(D()), this.O(D()), this, this.options)) : r = n[i], r._$AI(a), i++;
		i < n.length && (this._$AR(r && r._$AB.nextSibling, i), n.length = i);
	}
	_$AR(e = this._$AA.nextSibling, t) {
		for (this._$AP?.(!1, !0, t); e !== this._$AB;) {
			let t = Oe(e).nextSibling;
			Oe(e).remove(), e = t;
		}
	}
	setConnected(e) {
		this._$AM === void 0 && (this._$Cv = e, this._$AP?.(e));
	}
}, B = class {
	get tagName() {
		return this.element.tagName;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	constructor(e, t, n, r, i) {
		this.type = 1, this._$AH = I, this._$AN = void 0, this.element = e, this.name = t, this._$AM = r, this.options = i, n.length > 2 || n[0] !== "" || n[1] !== "" ? (this._$AH = Array(n.length - 1).fill(/* @__PURE__ */ new String()), this.strings = n) : this._$AH = I;
	}
	_$AI(e, t = this, n, r) {
		let i = this.strings, a = !1;
		if (i === void 0) e = z(this, e, t, 0), a = !O(e) || e !== this._$AH && e !== F, a && (this._$AH = e);
		else {
			let r = e, o, s;
			for (e = i[0], o = 0; o < i.length - 1; o++) s = z(this, r[n + o], t, o), s === F && (s = this._$AH[o]), a ||= !O(s) || s !== this._$AH[o], s === I ? e = I : e !== I && (e += (s ?? "") + i[o + 1]), this._$AH[o] = s;
		}
		a && !r && this.j(e);
	}
	j(e) {
		e === I ? this.element.removeAttribute(this.name) : this.element.setAttribute(this.name, e ?? "");
	}
}, Ge = class extends B {
	constructor() {
		super(...arguments), this.type = 3;
	}
	j(e) {
		this.element[this.name] = e === I ? void 0 : e;
	}
}, Ke = class extends B {
	constructor() {
		super(...arguments), this.type = 4;
	}
	j(e) {
		this.element.toggleAttribute(this.name, !!e && e !== I);
	}
}, qe = class extends B {
	constructor(e, t, n, r, i) {
		super(e, t, n, r, i), this.type = 5;
	}
	_$AI(e, t = this) {
		if ((e = z(this, e, t, 0) ?? I) === F) return;
		let n = this._$AH, r = e === I && n !== I || e.capture !== n.capture || e.once !== n.once || e.passive !== n.passive, i = e !== I && (n === I || r);
		r && this.element.removeEventListener(this.name, this, n), i && this.element.addEventListener(this.name, this, e), this._$AH = e;
	}
	handleEvent(e) {
		typeof this._$AH == "function" ? this._$AH.call(this.options?.host ?? this.element, e) : this._$AH.handleEvent(e);
	}
}, Je = class {
	constructor(e, t, n) {
		this.element = e, this.type = 6, this._$AN = void 0, this._$AM = t, this.options = n;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	_$AI(e) {
		z(this, e);
	}
}, Ye = C.litHtmlPolyfillSupport;
Ye?.(R, We), (C.litHtmlVersions ??= []).push("3.3.3");
var Xe = (e, t, n) => {
	let r = n?.renderBefore ?? t, i = r._$litPart$;
	if (i === void 0) {
		let e = n?.renderBefore ?? null;
		r._$litPart$ = i = new We(t.insertBefore(D(), e), e, void 0, n ?? {});
	}
	return i._$AI(e), i;
}, V = globalThis, H = class extends S {
	constructor() {
		super(...arguments), this.renderOptions = { host: this }, this._$Do = void 0;
	}
	createRenderRoot() {
		let e = super.createRenderRoot();
		return this.renderOptions.renderBefore ??= e.firstChild, e;
	}
	update(e) {
		let t = this.render();
		this.hasUpdated || (this.renderOptions.isConnected = this.isConnected), super.update(e), this._$Do = Xe(t, this.renderRoot, this.renderOptions);
	}
	connectedCallback() {
		super.connectedCallback(), this._$Do?.setConnected(!0);
	}
	disconnectedCallback() {
		super.disconnectedCallback(), this._$Do?.setConnected(!1);
	}
	render() {
		return F;
	}
};
H._$litElement$ = !0, H.finalized = !0, V.litElementHydrateSupport?.({ LitElement: H });
var Ze = V.litElementPolyfillSupport;
Ze?.({ LitElement: H }), (V.litElementVersions ??= []).push("4.2.2"), class extends H {
	static {
		this.properties = { context: { attribute: !1 } };
	}
	t(e, t) {
		return this.context.texts.t(e, t);
	}
};
var U = "/access-codes", Qe = "accessCodes";
function $e(e, t = !1) {
	let n = `${U}${e}`;
	t ? history.replaceState(history.state, "", n) : history.pushState({ [Qe]: !0 }, "", n), window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace: t } })), window.scrollTo(0, 0);
}
function W(e) {
	if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey) return;
	let t = e.currentTarget.getAttribute("href") ?? "";
	t.startsWith("/access-codes/") && (e.preventDefault(), $e(t.slice(13)));
}
function G(e, t) {
	customElements.get(e) || customElements.define(e, t);
}
var et = {
	menu: P`<path d="M4 6h16M4 12h16M4 18h16"/>`,
	back: P`<path d="M20 12H5M11 5l-7 7 7 7"/>`,
	plus: P`<path d="M12 5v14M5 12h14"/>`,
	search: P`<circle cx="11" cy="11" r="6"/><path d="M20 20l-4.5-4.5"/>`,
	chevron: P`<path d="M9 5l7 7-7 7"/>`,
	eye: P`<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>`,
	eyeOff: P`<path d="M4 4l16 16M9.5 5.4A9 9 0 0 1 12 5c6 0 10 7 10 7a17 17 0 0 1-3 3.7M6 7.3A16 16 0 0 0 2 12s4 7 10 7a9 9 0 0 0 4-1"/>`,
	copy: P`<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3"/>`,
	edit: P`<path d="M4 20l1-4L16 5l3 3L8 19z"/>`,
	trash: P`<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v6M14 11v6"/>`,
	sync: P`<path d="M4 12a8 8 0 0 1 14-5l2 2M20 12a8 8 0 0 1-14 5l-2-2M20 4v5h-5M4 20v-5h5"/>`,
	share: P`<circle cx="6" cy="12" r="2.500"/><circle cx="17" cy="5.500" r="2.500"/><circle cx="17" cy="18.500" r="2.500"/><path d="M8.200 10.800l6.600-4M8.200 13.200l6.600 4"/>`,
	qr: P`<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM14 20h.01M20 14h.01"/>`,
	send: P`<path d="M4 12L20 4l-5 16-4-6zM11 14l9-10"/>`,
	large: P`<path d="M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5"/>`,
	give: P`<path d="M4 12h13M12 6l6 6-6 6M21 4v16"/>`,
	stop: P`<rect x="6" y="6" width="12" height="12" rx="2"/>`,
	close: P`<path d="M6 6l12 12M18 6L6 18"/>`,
	check: P`<path d="M5 12.500l5 5 9-11"/>`,
	bookings: P`<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>`,
	clean: P`<path d="M19 4l-7 8M9.500 10.500l5 4.500c-1 4-3 5.500-6 5.500-2 0-3.500-.500-5-1.500 3-1.500 4.500-4.500 6-8.500z"/>`,
	down: P`<path d="M5 9l7 7 7-7"/>`,
	up: P`<path d="M5 15l7-7 7 7"/>`,
	pause: P`<path d="M9 5v14M15 5v14"/>`,
	play: P`<path d="M7 5l12 7-12 7z"/>`,
	dice: P`<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M9 9h.01M15 15h.01M15 9h.01M9 15h.01"/>`,
	lock: P`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,
	person: P`<circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>`,
	offline: P`<path d="M4 4l16 16M5 11a10 10 0 0 1 4-2.5M19 11a10 10 0 0 0-5-2.8M8.500 14.500a5 5 0 0 1 7 0M12 18.500h.01"/>`,
	set: P`<circle cx="12" cy="12" r="9"/><path d="M8 12.500l3 3 5-6"/>`,
	setting: P`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M12 16V8M8.500 11.500L12 8l3.500 3.500"/>`,
	removing: P`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M8 12h8"/>`,
	unknown: P`<circle cx="12" cy="12" r="9"/><path d="M9.500 9.500a2.500 2.500 0 1 1 3.500 2.500c-.7.4-1 .9-1 1.700M12 17h.01"/>`,
	paused: P`<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>`,
	upcoming: P`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.500 2"/>`,
	ended: P`<circle cx="12" cy="12" r="9"/><path d="M6 18L18 6"/>`,
	unset: P`<circle cx="12" cy="12" r="9"/>`,
	problem: P`<path d="M12 4l9 16H3zM12 10v4M12 17h.01"/>`
}, tt = /* @__PURE__ */ new Set([
	"back",
	"chevron",
	"give",
	"send"
]), K = (e) => N`<svg
  class="icon ${tt.has(e) ? "mirrored" : ""}"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  ${et[e]}
</svg>`, nt = /* @__PURE__ */ new Map();
function rt(e) {
	let t = nt.get(e);
	if (t) return t;
	let n = new Intl.DateTimeFormat("en-GB", {
		timeZone: e,
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23"
	});
	return nt.set(e, n), n;
}
function it(e, t) {
	let n = rt(t).formatToParts(new Date(e)), r = (e) => n.find((t) => t.type === e)?.value ?? "";
	return `${r("year")}-${r("month")}-${r("day")}T${r("hour")}:${r("minute")}`;
}
var at = [
	"MO",
	"TU",
	"WE",
	"TH",
	"FR",
	"SA",
	"SU"
];
function ot(e) {
	let t = /^FREQ=WEEKLY;(?:INTERVAL=1;)?BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)$/i.exec(e);
	return t ? t[1].toUpperCase().split(",").map((e) => at.indexOf(e)) : null;
}
var st = class {
	constructor(e) {
		this.zone = e.config.time_zone, this.language = e.locale.language, this.hour12 = e.locale.time_format === "12" || e.locale.time_format !== "24" && void 0;
	}
	wall(e = /* @__PURE__ */ new Date()) {
		return it(e, this.zone);
	}
	time(e) {
		return this.format(e, {
			hour: "numeric",
			minute: "2-digit"
		});
	}
	moment(e, t = /* @__PURE__ */ new Date()) {
		let n = this.wall(e).slice(0, 10);
		if (n === this.wall(t).slice(0, 10)) return this.time(e);
		let r = n.slice(0, 4) === this.wall(t).slice(0, 4) ? void 0 : "numeric";
		return this.format(e, {
			weekday: "short",
			day: "numeric",
			month: "short",
			year: r,
			hour: "numeric",
			minute: "2-digit"
		});
	}
	wallText(e, t) {
		let n = t.hour === void 0 ? void 0 : this.hour12;
		return new Intl.DateTimeFormat(this.language, {
			...t,
			timeZone: "UTC",
			hour12: n
		}).format(/* @__PURE__ */ new Date(`${e}Z`));
	}
	weekdayName(e, t) {
		let n = new Date(Date.UTC(2026, 5, 1 + e, 12));
		return new Intl.DateTimeFormat(this.language, {
			weekday: t,
			timeZone: "UTC"
		}).format(n);
	}
	format(e, t) {
		return new Intl.DateTimeFormat(this.language, {
			...t,
			timeZone: this.zone,
			hour12: this.hour12
		}).format(new Date(e));
	}
};
function ct({ texts: e, clock: t, now: n }, r) {
	let i = r.next_window;
	if (r.type === "ongoing") {
		let t = r.max_uses !== null && r.use_count >= r.max_uses;
		return e.t(t ? "when.used_up" : "when.always");
	}
	if (r.recurrence !== null) {
		let n = ot(r.recurrence);
		if (n && i) {
			let r = [...n].sort((e, t) => e - t).map((e) => t.weekdayName(e, "short"));
			return e.t("when.weekly", {
				days: r.join(", "),
				from: t.time(i.starts_at),
				to: t.time(i.ends_at)
			});
		}
		return i ? e.t("when.recurring", {
			from: t.moment(i.starts_at),
			to: t.moment(i.ends_at)
		}) : e.t("when.recurring_over");
	}
	if (!i) return e.t("when.over");
	let [a, o] = [t.moment(i.starts_at), t.moment(i.ends_at)];
	return Date.parse(i.ends_at) <= n ? e.t("when.ended", { to: o }) : Date.parse(i.starts_at) <= n ? e.t("when.until", { to: o }) : e.t("when.window", {
		from: a,
		to: o
	});
}
function lt({ texts: e, clock: t }, n) {
	if (!n.is_loaded) return e.t("lock.not_loaded");
	if (n.reach === "reachable" || n.reach === null) return null;
	let r = n.reach_since === null ? "" : t.moment(n.reach_since);
	return e.t(`lock.${n.reach}`, { since: r });
}
var ut = (e) => e.pending_mutations.some((e) => e.mutation_code === "deleting");
function dt(e, t) {
	return e.type === "ongoing" ? e.max_uses !== null && e.use_count >= e.max_uses : e.next_window === null || Date.parse(e.next_window.ends_at) <= t;
}
function q(e, t) {
	return e.errors.some((e) => !e.is_device_error) ? "problem" : e.status === "set" || e.status === "setting" || e.status === "removing" || e.status === "unknown" ? e.status : e.is_paused ? "paused" : dt(e, t) ? "ended" : e.next_window !== null && Date.parse(e.next_window.starts_at) > t ? "upcoming" : "unset";
}
var J = (e, t) => e.name.localeCompare(t.name) || e.access_code_id.localeCompare(t.access_code_id);
function Y(e, t) {
	let n = {
		confirmed: [],
		unconfirmed: [],
		lingering: []
	};
	for (let r of e) {
		if (r.lock_entity_id !== t.entity_id) continue;
		let e = r.warnings.some((e) => e.warning_code === "using_backup_access_code");
		r.status === "set" || e ? n.confirmed.push(r) : r.status === "setting" || r.status === "unknown" ? n.unconfirmed.push(r) : r.status === "removing" && n.lingering.push(r);
	}
	return n.confirmed.sort(J), n.unconfirmed.sort(J), n.lingering.sort(J), n;
}
function ft(e, t) {
	return [...e].filter((e) => e.next_window !== null && Date.parse(e.next_window.starts_at) > t && !e.is_paused && !ut(e)).sort((e, t) => Date.parse(e.next_window.starts_at) - Date.parse(t.next_window.starts_at) || J(e, t));
}
var pt = /* @__PURE__ */ new Set([
	"delay_in_setting_on_device",
	"delay_in_removing_from_device",
	"missed",
	"active_while_unavailable",
	"time_zone_mismatch"
]);
function mt(e, t) {
	let n = [], r = [];
	for (let i of e) {
		for (let e of i.problems) {
			let r = e.access_code_id === void 0 ? void 0 : t.get(e.access_code_id);
			n.push({
				lock: i,
				message: e.message,
				code: r,
				isWarning: !1
			});
		}
		for (let e of t.values()) {
			if (e.lock_entity_id !== i.entity_id || e.errors.length > 0) continue;
			let t = e.warnings.find((e) => pt.has(e.warning_code ?? ""));
			t && r.push({
				lock: i,
				message: t.message,
				code: e,
				isWarning: !0
			});
		}
	}
	return [...n, ...r];
}
var ht = v`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--primary-text-color, #212121);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: 1.45;
    /* Home Assistant's own colours have too little contrast for text: they are mixed with that of its text. */
    --accent: color-mix(in srgb, var(--primary-color, #009ac7) 72%, var(--primary-text-color, #212121));
    --fill: color-mix(in srgb, var(--primary-color, #009ac7) 76%, #000);
    --on-fill: #fff;
    --quiet: var(--secondary-text-color, #616161);
    --line: var(--divider-color, rgba(128, 128, 128, 0.3));
    --card: var(--ha-card-background, var(--card-background-color, #fff));
    --good: var(--success-color, #43a047);
    --warn: var(--warning-color, #ffa600);
    --bad: color-mix(in srgb, var(--error-color, #db4437) 78%, var(--primary-text-color, #212121));
    --bad-fill: color-mix(in srgb, var(--error-color, #db4437) 85%, #000);
    --radius: var(--ha-card-border-radius, 12px);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  h2 {
    font-size: var(--ha-font-size-l, 16px);
    font-weight: 500;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  .icon {
    width: 24px;
    height: 24px;
    flex: none;
    display: block;
  }
  :host(:dir(rtl)) .mirrored {
    transform: scaleX(-1);
  }
  .small .icon {
    width: 20px;
    height: 20px;
  }
  .quiet {
    color: var(--quiet);
  }
  .card {
    background: var(--card);
    border: 1px solid var(--ha-card-border-color, var(--line));
    border-radius: var(--radius);
    overflow: hidden;
  }
  .pad {
    padding: 16px;
  }
  .set {
    color: var(--good);
  }
  .setting,
  .unknown,
  .paused,
  .warning {
    color: var(--warn);
  }
  .removing,
  .problem {
    color: var(--bad);
  }
  .upcoming {
    color: var(--accent);
  }
  .ended,
  .unset {
    color: var(--quiet);
  }
  button,
  .button {
    font: inherit;
    font-weight: 500;
    color: var(--accent);
    background: none;
    border: 1px solid transparent;
    border-radius: 20px;
    min-height: 40px;
    padding: 0 16px;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    cursor: pointer;
    text-align: start;
  }
  button:hover,
  .button:hover {
    background: color-mix(in srgb, currentColor 8%, transparent);
  }
  button[disabled] {
    opacity: 0.5;
    cursor: default;
  }
  .filled {
    background: var(--fill);
    color: var(--on-fill);
  }
  .filled:hover {
    background: color-mix(in srgb, var(--fill) 88%, #000);
  }
  .outlined {
    border-color: var(--line);
  }
  .danger {
    color: var(--bad);
  }
  .filled.danger {
    background: var(--bad-fill);
    color: #fff;
  }
  .round {
    padding: 0;
    width: 44px;
    min-height: 44px;
    border-radius: 50%;
    color: inherit;
    flex: none;
  }
  .chip {
    border: 1px solid var(--line);
    color: var(--primary-text-color);
    min-height: 36px;
    padding: 0 12px;
    font-weight: 400;
    white-space: nowrap;
    flex: none;
  }
  .chip[aria-pressed="true"] {
    background: color-mix(in srgb, var(--accent) 18%, transparent);
    border-color: var(--accent);
  }
  :is(a, button, input, select, summary, [tabindex]):focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .row a:focus-visible,
  a.row:focus-visible {
    outline-offset: -2px;
  }
  input,
  select {
    font: inherit;
    font-size: 16px;
    color: inherit;
    background: var(--primary-background-color, #fafafa);
    border: 1px solid color-mix(in srgb, var(--quiet) 55%, transparent);
    border-radius: 8px;
    min-height: 44px;
    padding: 0 12px;
    width: 100%;
    min-width: 0;
    color-scheme: var(--color-scheme, light);
  }
  input[type="checkbox"],
  input[type="radio"] {
    width: 20px;
    height: 20px;
    min-height: 0;
    margin: 0;
    flex: none;
    accent-color: var(--accent);
  }
  [aria-invalid="true"] {
    border-color: var(--bad);
  }
  .empty {
    text-align: center;
    color: var(--quiet);
    padding: 48px 24px;
    display: grid;
    gap: 16px;
    justify-items: center;
  }
  .empty .icon {
    width: 48px;
    height: 48px;
  }
  .note {
    display: flex;
    gap: 12px;
    padding: 12px 16px;
    align-items: flex-start;
    background: color-mix(in srgb, var(--tone, var(--warn)) 12%, transparent);
    overflow-wrap: anywhere;
  }
  .note > .icon {
    color: var(--tone, var(--warn));
  }
  /* On a tinted ground no other colour is legible enough. */
  .note a {
    color: inherit;
    text-decoration: underline;
  }
  .note.error {
    --tone: var(--bad);
  }
  .note.info {
    --tone: var(--accent);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    button,
    .button,
    .row {
      transition: background-color 0.12s;
    }
  }
`;
v`
  dialog {
    border: none;
    border-radius: 20px;
    padding: 24px;
    width: min(440px, calc(100vw - 32px));
    background: var(--card);
    color: inherit;
    box-shadow: 0 8px 32px rgba(0, 0, 0, 0.4);
  }
  dialog::backdrop {
    background: rgba(0, 0, 0, 0.5);
  }
  .inside {
    display: grid;
    gap: 16px;
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    justify-content: flex-end;
    gap: 8px;
    flex-wrap: wrap;
  }
  .inside .note {
    border-radius: 8px;
  }
`;
function gt(e, t, n) {
	let r = new Map(e);
	for (let e of t.changed) {
		let t = String(e[n]);
		r.set(t, {
			...r.get(t),
			...e
		});
	}
	for (let e of t.removed) r.delete(e);
	return r;
}
var _t = class {
	constructor(e, t) {
		this.connection = e, this.changed = t, this.codes = /* @__PURE__ */ new Map(), this.locks = /* @__PURE__ */ new Map(), this.linkable = [], this.bookingCalendars = {}, this.hasCodes = !1, this.hasLocks = !1, this.isOffline = !1, this.error = null, this.unsubscribe = [], this.areCodesOld = !1, this.areLocksOld = !1, this.isStopped = !1, this.onReady = () => {
			this.areCodesOld = this.areLocksOld = !0, this.isOffline = !1, this.changed();
		}, this.onDisconnected = () => {
			this.isOffline = !0, this.changed();
		};
	}
	async start() {
		this.connection.addEventListener("ready", this.onReady), this.connection.addEventListener("disconnected", this.onDisconnected);
		try {
			let e = await Promise.all([this.connection.subscribeMessage((e) => this.onLocks(e), { type: "access_codes/subscribe_locks" }), this.connection.subscribeMessage((e) => this.onCodes(e), {
				type: "access_codes/subscribe",
				partial: !0
			})]);
			this.isStopped ? e.forEach((e) => e()) : this.unsubscribe = e;
		} catch (e) {
			this.error = e, this.changed();
		}
	}
	stop() {
		this.isStopped = !0, this.connection.removeEventListener("ready", this.onReady), this.connection.removeEventListener("disconnected", this.onDisconnected), this.unsubscribe.forEach((e) => e()), this.unsubscribe = [];
	}
	lockOf(e) {
		for (let t of this.locks.values()) if (t.entity_id === e.lock_entity_id) return t;
	}
	sharedWith(e) {
		return e.common_code_key === null ? [e] : [e, ...[...this.codes.values()].filter((t) => t !== e && t.common_code_key === e.common_code_key)];
	}
	onCodes(e) {
		this.codes = gt(this.areCodesOld ? /* @__PURE__ */ new Map() : this.codes, e, "access_code_id"), this.areCodesOld = !1, this.hasCodes = !0, this.changed();
	}
	onLocks(e) {
		this.locks = gt(this.areLocksOld ? /* @__PURE__ */ new Map() : this.locks, e, "entry_id"), this.areLocksOld = !1, this.hasLocks = !0, e.linkable && (this.linkable = e.linkable), e.booking_calendars && (this.bookingCalendars = e.booking_calendars), this.changed();
	}
}, X = /* @__PURE__ */ new WeakMap();
function vt(e, t) {
	let n = X.get(e);
	if (!n) {
		let t = /* @__PURE__ */ new Set(), r = new _t(e, () => t.forEach((e) => e()));
		n = {
			store: r,
			listeners: t
		}, X.set(e, n), r.start();
	}
	let { store: r, listeners: i } = n;
	return i.add(t), {
		store: r,
		stop: () => {
			i.delete(t), i.size > 0 || (r.stop(), X.get(e)?.store === r && X.delete(e));
		}
	};
}
var Z = 6e4, Q = class extends H {
	constructor(...e) {
		super(...e), this.language = "", this.seen = [];
	}
	static {
		this.properties = {
			hass: { attribute: !1 },
			config: { state: !0 },
			texts: { state: !0 }
		};
	}
	static {
		this.styles = [ht, v`
      :host {
        display: block;
        height: 100%;
        --color-scheme: light;
      }
      :host([dark]) {
        --color-scheme: dark;
      }
      .card {
        height: 100%;
        container-type: inline-size;
        border-width: var(--ha-card-border-width, 1px);
        box-shadow: var(--ha-card-box-shadow, none);
      }
      .head {
        display: flex;
        gap: 12px;
        align-items: center;
        padding: 14px 16px 10px;
        min-width: 0;
      }
      .head h2 {
        overflow-wrap: anywhere;
        unicode-bidi: plaintext;
        text-align: -webkit-match-parent;
        text-align: match-parent;
      }
      .head .end {
        margin-inline-start: auto;
        text-align: end;
        flex: none;
      }
      .label {
        padding: 10px 16px 2px;
        font-size: var(--ha-font-size-s, 12px);
        font-weight: 500;
        color: var(--quiet);
      }
      .nobody {
        padding: 6px 16px 14px;
        color: var(--quiet);
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        padding: 4px 8px 8px;
      }
    `];
	}
	setConfig(e) {
		this.config = { ...e };
	}
	connectedCallback() {
		super.connectedCallback(), this.timer = setInterval(() => this.requestUpdate(), Z / 2), this.hasUpdated && this.requestUpdate();
	}
	disconnectedCallback() {
		super.disconnectedCallback(), clearInterval(this.timer), this.pushes?.stop(), this.pushes = void 0;
	}
	get needsCodes() {
		return !0;
	}
	get isAdmin() {
		return this.hass?.user?.is_admin === !0;
	}
	t(e, t) {
		return this.texts?.t(e, t) ?? "";
	}
	shouldUpdate(e) {
		if (!this.hass || !this.config) return !1;
		let t = e.size === 1 && e.has("hass"), { hass: r } = this, i = [...this.shownEntities, ...this.needsCodes ? n(r.entities) : []], a = [
			r.locale,
			r.config.time_zone,
			r.themes?.darkMode,
			r.connected,
			r.user
		];
		a.push(...i.map((e) => r.states[e]));
		let o = a.length === this.seen.length && a.every((e, t) => e === this.seen[t]);
		return this.seen = a, !(t && o);
	}
	willUpdate() {
		let { hass: e } = this;
		this.toggleAttribute("dark", e.themes?.darkMode === !0), this.needsCodes && this.isAdmin && !this.pushes && this.isConnected && (this.pushes = vt(e.connection, () => this.requestUpdate()));
		let t = `${e.locale.language}|${e.locale.time_format}|${e.config.time_zone}`;
		t !== this.language && (this.language = t, this.clock = new st(e), p(e).then((e) => this.texts = e, () => this.language = ""));
	}
	picture() {
		let e = this.pushes?.store;
		return e && !e.error && e.hasCodes && e.hasLocks ? l(e.codes, e.locks) : c(this.hass);
	}
	render() {
		if (!this.texts || !this.clock) return N`<div class="card" style="min-height:120px"></div>`;
		let e = Math.floor(Date.now() / Z) * Z;
		return this.renderCard({
			texts: this.texts,
			clock: this.clock,
			now: e
		});
	}
	renderOffline() {
		return this.hass.connected === !1 ? N`<div class="note small" role="status">${K("offline")} ${this.t("panel.offline")}</div>` : null;
	}
	getGridOptions() {
		return {
			columns: 12,
			min_columns: 6,
			rows: "auto"
		};
	}
};
async function yt(e) {
	let t = (e) => [...e].filter((e) => e.entity_id).sort((e, t) => e.name.localeCompare(t.name));
	if (e.user?.is_admin) try {
		return t((await e.callWS({ type: "access_codes/locks" })).locks);
	} catch {}
	return t(c(e).locks.values());
}
var bt = (e) => Object.keys(e.states).find((e) => e.startsWith("lock.")) ?? "";
async function xt(e, t = !1) {
	let n = await yt(e);
	return ((t ? n.find((t) => i(e).has(t.entity_id ?? "")) : void 0) ?? n[0])?.entity_id ?? bt(e);
}
var St = v`
  .person {
    display: flex;
    gap: 12px;
    align-items: center;
    min-height: 52px;
    padding: 6px 16px;
  }
  a.person:hover {
    background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
  }
  a.person:focus-visible {
    outline-offset: -2px;
  }
  .texts {
    flex: 1;
    min-width: 0;
  }
  .name {
    font-weight: 500;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    max-width: 100%;
  }
  .second {
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  .why {
    overflow-wrap: anywhere;
  }
  .why:not(.problem) {
    color: var(--quiet);
  }
`;
function Ct(e, t, n, r) {
	let i = q(t, e.now), a = e.texts.t(`status.${i}`), o = [n, ct(e, t)].filter(Boolean).join(" · "), s = i === "set" || i === "upcoming", c = t.errors.find((e) => !e.is_device_error), l = N`
    <span class=${i} title=${a}>${K(i)}</span>
    <span class="visually-hidden">${a}</span>
    <div class="texts">
      <div class="name">${t.name}</div>
      <div class="second">${o}${s ? I : N` · ${a}`}</div>
      ${c ? N`<div class="why problem">${c.message}</div>` : I}
    </div>
  `;
	return r ? N`<a class="person" href="${U}/code/${t.access_code_id}" @click=${W}>${l}</a>` : N`<div class="person">${l}</div>`;
}
G("access-codes-codes-card", class extends Q {
	static {
		this.styles = [
			...Q.styles,
			St,
			v`
    ul + .nobody {
      padding-top: 10px;
    }
    .rest {
      border-top: 1px solid var(--line);
      margin-top: 6px;
      padding-bottom: 8px;
    }
  `
		];
	}
	setConfig(e) {
		if (!e.entity) throw Error(m("card.choose_lock", "Choose a lock."));
		super.setConfig(e);
	}
	static getConfigForm() {
		return de([
			{
				name: "entity",
				required: !0,
				selector: { entity: { filter: { domain: "lock" } } }
			},
			{
				name: "title",
				selector: { text: {} }
			},
			{
				name: "show_ended",
				selector: { boolean: {} }
			}
		]);
	}
	static async getStubConfig(e) {
		return { entity: await xt(e) };
	}
	getCardSize() {
		return 5;
	}
	get shownEntities() {
		return [this.config.entity];
	}
	renderCard(e) {
		let { entity: t, title: n } = this.config, r = this.picture(), i = r.locks.get(t), a = [...r.codes.values()].filter((e) => e.lock_entity_id === t), s = n || (i?.name ?? o(this.hass, t)), c = i ? lt(e, i) : null, l = i ? Y(a, i) : null;
		return N`<section class="card" aria-label=${s}>
      <div class="head">
        <span class=${c ? "problem" : "quiet"}>${K(c ? "offline" : "lock")}</span>
        <h2>${s}</h2>
        ${l ? N`<span class="end quiet">${this.t("now.can_open", { count: l.confirmed.length })}</span>` : I}
      </div>
      ${this.renderOffline()} ${c ? N`<div class="nobody problem">${c}</div>` : I}
      ${i ? this.renderProblems(i) : I}
      ${this.renderLists(e, a, i, r.isComplete)}
      ${this.isAdmin ? N`<div class="foot"><a class="button" href="${U}/new" @click=${W}>${K("plus")} ${this.t("panel.add")}</a></div>` : I}
    </section>`;
	}
	renderLists(e, t, n, r) {
		if (!n && !(this.config.entity in this.hass.states)) return this.nobody("card.lock_missing");
		if (!n || t.length === 0) return this.nobody(r && n ? "list.none_on_lock" : "card.none_seen");
		let { confirmed: i, unconfirmed: a, lingering: o } = Y(t, n), s = /* @__PURE__ */ new Set([
			...i,
			...a,
			...o
		]), c = u(t.filter((t) => !s.has(t) && (this.config.show_ended || q(t, e.now) !== "ended")), (t) => q(t, e.now));
		return N`
      ${i.length ? this.renderCodes(e, i, this.t("card.can_open_now")) : this.nobody(r ? "now.nobody" : "card.nobody_seen")}
      ${this.renderCodes(e, a, this.t("now.not_confirmed"))}
      ${this.renderCodes(e, o, this.t("now.may_still_open"))}
      ${c.length ? N`<div class="rest">${this.renderCodes(e, c, this.t("card.not_now"))}</div>` : I}
    `;
	}
	nobody(e) {
		return N`<div class="nobody">${this.t(e)}</div>`;
	}
	renderProblems(e) {
		return e.problems.filter((e) => e.access_code_id === void 0).map((e) => N`<div class="note error">${K("problem")}<div>${e.message}</div></div>`);
	}
	renderCodes(e, t, n) {
		return t.length === 0 ? I : N`<div class="label">${n}</div>
      <ul aria-label=${n}>
        ${t.map((t) => N`<li>${Ct(e, t, "", this.isAdmin)}</li>`)}
      </ul>`;
	}
});
var wt = class {
	#e = "";
	get count() {
		return this.#e.length;
	}
	add(e) {
		/^[0-9]$/.test(e) && this.#e.length < 20 && (this.#e += e);
	}
	removeLast() {
		this.#e = this.#e.slice(0, -1);
	}
	clear() {
		this.#e = "";
	}
	take() {
		let e = this.#e;
		return this.#e = "", e;
	}
};
function Tt(e) {
	return e.ctrlKey || e.altKey || e.metaKey ? null : /^[0-9]$/.test(e.key) ? { digit: e.key } : e.key === "Backspace" || e.key === "Delete" ? "remove" : e.key === "Escape" ? "clear" : e.key === "Enter" ? "send" : null;
}
function Et(e, t) {
	return e.granted ? {
		isGood: !0,
		key: t === "lock" ? "card.locked" : "card.unlocked"
	} : {
		isGood: !1,
		key: e.reason === "too_many_attempts" ? "card.too_many_attempts" : "card.wrong_code"
	};
}
var Dt = 3;
function Ot(e) {
	return e === Dt ? {
		isGood: !1,
		key: "card.not_known"
	} : typeof e == "object" ? e.code === "unauthorized" ? {
		isGood: !1,
		key: "card.not_allowed"
	} : {
		isGood: !1,
		key: e.translation_key ? null : "card.failed"
	} : {
		isGood: !1,
		key: "card.failed"
	};
}
var kt = 2e4, At = 6e3;
G("access-codes-keypad-card", class extends Q {
	static {
		this.properties = {
			...Q.properties,
			count: { state: !0 },
			isBusy: { state: !0 },
			told: { state: !0 }
		};
	}
	static {
		this.styles = [...Q.styles, v`
    :host {
      -webkit-user-select: none;
      user-select: none;
    }
    .inside {
      width: 100%;
      max-width: 440px;
      margin: 0 auto;
      padding: 16px;
      display: grid;
      gap: clamp(8px, 3cqi, 16px);
    }
    .head {
      padding: 0;
    }
    .display {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 10px;
      min-height: 64px;
      padding: 8px 12px;
      border-radius: 16px;
      background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
      font-size: var(--ha-font-size-l, 16px);
      font-weight: 500;
      text-align: center;
      overflow-wrap: anywhere;
      flex-wrap: wrap;
    }
    .display.good {
      background: color-mix(in srgb, var(--good) 20%, transparent);
    }
    .display.bad {
      background: color-mix(in srgb, var(--bad) 16%, transparent);
    }
    .display.good .icon {
      color: var(--good);
    }
    .display.bad .icon {
      color: var(--bad);
    }
    .pad:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 6px;
      border-radius: 16px;
    }
    .pad {
      padding: 0;
      display: grid;
      gap: inherit;
    }
    .dot {
      width: 14px;
      height: 14px;
      border-radius: 50%;
      background: currentColor;
    }
    .keys {
      display: grid;
      grid-template-columns: repeat(3, 1fr);
      gap: clamp(8px, 3cqi, 16px);
    }
    .keys button,
    .acts button {
      justify-content: center;
      min-height: clamp(60px, 19cqi, 84px);
      border-radius: 20px;
      padding: 0 8px;
      touch-action: manipulation;
      -webkit-tap-highlight-color: transparent;
    }
    .keys button {
      font-size: 28px;
      font-weight: 400;
      color: var(--primary-text-color);
      background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      font-variant-numeric: tabular-nums;
    }
    .keys button:hover {
      background: color-mix(in srgb, var(--primary-text-color) 12%, transparent);
    }
    .keys button:active {
      background: color-mix(in srgb, var(--accent) 36%, transparent);
    }
    .keys .blank {
      visibility: hidden;
    }
    .acts {
      display: flex;
      gap: clamp(8px, 3cqi, 16px);
    }
    .acts button {
      flex: 1;
      font-size: 18px;
    }
    .acts .outlined {
      border-color: var(--line);
    }
    @media (hover: none) {
      .keys button:hover:not(:active) {
        background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      }
    }
    @media (prefers-reduced-motion: no-preference) {
      .keys button {
        transition:
          background-color 0.15s,
          transform 0.08s;
      }
      .keys button:active {
        transform: scale(0.96);
      }
      .display.bad {
        animation: shake 0.35s;
      }
      .dot {
        animation: appear 0.12s;
      }
      @keyframes shake {
        25% {
          transform: translateX(-8px);
        }
        50% {
          transform: translateX(6px);
        }
        75% {
          transform: translateX(-4px);
        }
      }
      @keyframes appear {
        from {
          transform: scale(0.2);
        }
      }
    }
  `];
	}
	constructor() {
		super(), this.typed = new wt(), this.onMouse = (e) => e.preventDefault(), this.onPointer = () => this.renderRoot.querySelector(".pad")?.focus({ preventScroll: !0 }), this.onKey = (e) => {
			let t = Tt(e);
			if (t === null || e.repeat) return;
			let n = e.currentTarget;
			(t !== "send" || e.target === n) && (e.preventDefault(), e.stopPropagation(), n.focus({ preventScroll: !0 }), t === "send" ? this.send("unlock") : t === "remove" ? this.onRemove() : t === "clear" ? this.clear() : this.press(t.digit));
		}, this.onRemove = () => {
			this.isBusy || (this.told = null, this.typed.removeLast(), this.count = this.typed.count);
		}, this.clear = () => {
			clearTimeout(this.forget), this.typed.clear(), this.count = 0, this.told = null;
		}, this.onVisibility = () => {
			document.hidden && this.clear();
		}, this.count = 0, this.isBusy = !1, this.told = null;
	}
	setConfig(e) {
		if (!e.entity) throw Error(m("card.choose_lock", "Choose a lock."));
		super.setConfig(e);
	}
	static getConfigForm() {
		let e = le(), t = e ? [...i(e)] : [];
		return de([
			{
				name: "entity",
				required: !0,
				selector: { entity: t.length > 0 ? { include_entities: t } : { filter: { domain: "lock" } } }
			},
			{
				name: "title",
				selector: { text: {} }
			},
			{
				name: "show_lock",
				selector: { boolean: {} }
			},
			{
				name: "code_length",
				selector: { number: {
					min: 4,
					max: 12,
					mode: "box"
				} }
			}
		]);
	}
	static async getStubConfig(e) {
		return { entity: await xt(e, !0) };
	}
	getCardSize() {
		return 9;
	}
	connectedCallback() {
		super.connectedCallback(), document.addEventListener("visibilitychange", this.onVisibility);
	}
	disconnectedCallback() {
		super.disconnectedCallback(), document.removeEventListener("visibilitychange", this.onVisibility), this.clear();
	}
	get needsCodes() {
		return !1;
	}
	get shownEntities() {
		return [this.config.entity];
	}
	get isOffline() {
		return this.hass.connected === !1 || !this.hass.connection.connected;
	}
	renderCard() {
		let { entity: e, title: t, show_lock: n } = this.config, r = this.hass.states[e], i = t || o(this.hass, e);
		if (!r) return N`<div class="card"><div class="nobody" style="padding-top:14px">${this.t("card.lock_missing")}</div></div>`;
		let a = this.t("card.keypad_of", { lock: i });
		return N`<section class="card" aria-label=${a}>
      <div class="inside">
        <div class="head">
          <span class=${r.state === "unlocked" || r.state === "open" ? "warning" : "quiet"}>${K("lock")}</span>
          <h2>${i}</h2>
          <span class="end quiet">${this.hass.formatEntityState?.(r) ?? r.state}</span>
        </div>
        <div class="pad" tabindex="0" role="group" aria-label=${a} @keydown=${this.onKey} @pointerdown=${this.onPointer} @mousedown=${this.onMouse}>
          ${this.renderDisplay()}
          <div class="keys" dir="ltr">
            ${[
			"1",
			"2",
			"3",
			"4",
			"5",
			"6",
			"7",
			"8",
			"9"
		].map((e) => this.renderDigit(e))}
            <span class="blank"></span>
            ${this.renderDigit("0")}
            <button type="button" aria-label=${this.t("card.delete_digit")} @click=${this.onRemove}>${K("back")}</button>
          </div>
          <div class="acts">
            ${n ? N`<button type="button" class="outlined" aria-disabled=${this.isBusy} @click=${() => this.send("lock")}>
                  ${this.t("card.lock")}
                </button>` : I}
            <button type="button" class="filled" aria-disabled=${this.isBusy} @click=${() => this.send("unlock")}>
              ${this.t("card.unlock")}
            </button>
          </div>
        </div>
        <div class="visually-hidden" role="status" aria-live="assertive">${this.spoken}</div>
      </div>
    </section>`;
	}
	get spoken() {
		return this.told ? this.told.text : this.isBusy ? this.t("card.checking") : this.count > 0 ? this.t("card.typed", { count: this.count }) : "";
	}
	renderDisplay() {
		let { told: e } = this;
		return e ? N`<div class="display ${e.isGood ? "good" : "bad"}" aria-hidden="true">
        ${K(e.isGood ? "set" : "problem")}<span>${e.text}</span>
      </div>` : this.isOffline ? N`<div class="display quiet">${K("offline")}<span>${this.t("card.no_connection")}</span></div>` : this.isBusy ? N`<div class="display quiet" aria-hidden="true">${this.t("card.checking")}</div>` : this.count === 0 ? N`<div class="display quiet" aria-hidden="true">${this.t("card.enter_code")}</div>` : N`<div class="display" aria-hidden="true">
      ${Array.from({ length: this.count }, () => N`<span class="dot"></span>`)}
    </div>`;
	}
	renderDigit(e) {
		return N`<button type="button" @click=${() => this.press(e)}>${e}</button>`;
	}
	press(e) {
		if (this.isBusy) return;
		this.feel("light"), this.told = null, this.typed.add(e), this.count = this.typed.count, clearTimeout(this.forget), this.forget = setTimeout(this.clear, kt);
		let { code_length: t } = this.config;
		t && this.count >= t && this.send("unlock");
	}
	async send(e) {
		if (!(this.isBusy || this.count === 0)) {
			if (clearTimeout(this.forget), this.isOffline) this.clear(), this.tell({
				isGood: !1,
				text: this.t("card.no_connection")
			});
			else {
				this.isBusy = !0, this.count = 0;
				try {
					let { isGood: t, key: n } = Et(await this.hass.callWS({
						type: "access_codes/enter_code",
						lock: this.config.entity,
						code: this.typed.take(),
						action: e
					}), e);
					this.tell({
						isGood: t,
						text: this.t(n ?? "card.failed")
					});
				} catch (e) {
					let { key: t } = Ot(e);
					this.tell({
						isGood: !1,
						text: t ? this.t(t) : this.texts?.refusal(e) ?? ""
					});
				} finally {
					this.isBusy = !1;
				}
			}
		}
	}
	tell(e) {
		this.isConnected && (this.feel(e.isGood ? "success" : "failure"), this.told = e, clearTimeout(this.forget), this.forget = setTimeout(this.clear, At));
	}
	feel(e) {
		window.dispatchEvent(new CustomEvent("haptic", { detail: e }));
	}
});
var jt = 6;
G("access-codes-now-card", class extends Q {
	static {
		this.styles = [
			...Q.styles,
			St,
			v`
    h3 {
      font-size: inherit;
      font-weight: 500;
      overflow-wrap: anywhere;
      unicode-bidi: plaintext;
      text-align: -webkit-match-parent;
      text-align: match-parent;
    }
    .lock .head {
      padding: 10px 16px 4px;
    }
    .lock + .lock,
    .next {
      border-top: 1px solid var(--line);
    }
    .lock,
    .next {
      padding-bottom: 6px;
    }
    .next h3 {
      padding: 12px 16px 4px;
    }
    .more {
      padding: 4px 16px 8px;
      color: var(--quiet);
    }
  `
		];
	}
	static getConfigForm() {
		return de([
			{
				name: "entities",
				selector: { entity: {
					multiple: !0,
					filter: { domain: "lock" }
				} }
			},
			{
				name: "title",
				selector: { text: {} }
			},
			{
				name: "show_next",
				default: !0,
				selector: { boolean: {} }
			}
		]);
	}
	static getStubConfig() {
		return {};
	}
	getCardSize() {
		return 6;
	}
	get shownEntities() {
		return this.config.entities ?? [];
	}
	renderCard(e) {
		let t = this.picture(), n = this.config.entities, r = [...t.locks.values()].filter((e) => !n?.length || n.includes(e.entity_id ?? "")).sort((e, t) => e.name.localeCompare(t.name)), i = this.config.title || this.t("now.open_now"), a = mt(r, t.codes).length + r.filter((e) => !e.is_loaded).length;
		return N`<section class="card" aria-label=${i}>
      <div class="head">
        <h2>${i}</h2>
        ${a ? N`<span class="end problem">${this.renderHands(a)}</span>` : I}
      </div>
      ${this.renderOffline()}
      ${r.length === 0 ? N`<div class="nobody">${this.t(t.isComplete ? "panel.no_locks" : "card.no_locks_seen")}</div>` : r.map((n) => this.renderLock(e, t, n))}
      ${this.config.show_next === !1 || r.length === 0 ? I : this.renderNext(e, t, r)}
    </section>`;
	}
	renderHands(e) {
		let t = this.t("now.need_a_hand", { count: e });
		return this.isAdmin ? N`<a href="${U}/now" @click=${W}>${t}</a>` : N`${t}`;
	}
	renderLock(e, t, n) {
		let { confirmed: r, unconfirmed: i, lingering: a } = Y(t.codes.values(), n), o = lt(e, n), s = r.length + i.length + a.length === 0;
		return N`<div class="lock" role="group" aria-label=${n.name}>
      <div class="head small">
        <span class=${o ? "problem" : "quiet"}>${K(o ? "offline" : "lock")}</span>
        <h3>${n.name}</h3>
        <span class="end quiet">${this.t("now.can_open", { count: r.length })}</span>
      </div>
      ${o ? N`<div class="nobody problem">${o}</div>` : I}
      ${s ? N`<div class="nobody">${this.t(t.isComplete ? "now.nobody" : "card.nobody_seen")}</div>` : I}
      ${this.renderCodes(e, r, null)}
      ${this.renderCodes(e, i, this.t("now.not_confirmed"))}
      ${this.renderCodes(e, a, this.t("now.may_still_open"))}
    </div>`;
	}
	renderCodes(e, t, n, r) {
		return t.length === 0 ? I : N`${n ? N`<div class="label">${n}</div>` : I}
      <ul>
        ${t.slice(0, jt).map((t) => N`<li>${Ct(e, t, r?.(t) ?? "", this.isAdmin)}</li>`)}
      </ul>
      ${t.length > jt ? N`<div class="more">${this.t("now.and_more", { count: t.length - jt })}</div>` : I}`;
	}
	renderNext(e, t, n) {
		let r = new Map(n.map((e) => [e.entity_id, e.name])), i = ft(t.codes.values(), e.now).filter((e) => r.has(e.lock_entity_id));
		return N`<div class="next" role="group" aria-label=${this.t("now.next")}>
      <h3>${this.t("now.next")}</h3>
      ${i.length === 0 ? N`<div class="nobody">${this.t("now.nobody_next")}</div>` : I}
      ${this.renderCodes(e, i, null, (e) => r.get(e.lock_entity_id) ?? "")}
    </div>`;
	}
});
async function Mt(e, t) {
	let n = await p(t), r = t.user?.is_admin === !0, a = n.t(r ? "panel.no_locks" : "card.no_locks_seen");
	return ne(e, await yt(t), i(t), n.t("panel.title"), a);
}
var Nt = (e, t, n) => ee(t, n), Pt = class extends HTMLElement {
	static {
		this.generate = Mt;
	}
	static {
		this.shouldRegenerate = Nt;
	}
}, Ft = class extends HTMLElement {
	static {
		this.shouldRegenerate = Nt;
	}
	static async generate(e, t) {
		let n = await Mt(e, t);
		return {
			title: n.title,
			views: [n]
		};
	}
};
G("ll-strategy-view-access-codes", Pt), G("ll-strategy-dashboard-access-codes", Ft);
var It = "https://github.com/access-codes/access_codes/blob/main/docs/cards.md", Lt = () => m("card.codes_name", "Codes of a lock"), Rt = () => m("card.keypad_name", "Keypad"), zt = (e, t) => re(e, t, Lt(), Rt()), $ = window;
$.customCards ??= [], $.customStrategies ??= [];
var Bt = (e, t, n, r) => ({
	type: e,
	preview: !0,
	documentationURL: It,
	...t ? { getEntitySuggestion: t } : {},
	get name() {
		return n();
	},
	get description() {
		return r();
	}
});
$.customCards.some((e) => e.type === "access-codes-codes-card") || ($.customCards.push(Bt("access-codes-codes-card", zt, Lt, () => m("card.codes_about", "The access codes of one lock")), Bt("access-codes-now-card", void 0, () => m("card.now_name", "Now and next"), () => m("card.now_about", "Who can open which door now, and who comes next")), Bt("access-codes-keypad-card", void 0, Rt, () => m("card.keypad_about", "Opens a lock by an access code"))), $.customStrategies.push({
	type: "access-codes",
	strategyType: "dashboard",
	documentationURL: It,
	get name() {
		return m("panel.title", "Access codes");
	},
	get description() {
		return m("card.dashboard_about", "All linked locks in one view");
	}
}));
