// ../../../../root/.cache/access_codes/npm-panel-99900d161bb8d749/node_modules/@lit/reactive-element/css-tag.js
var e = globalThis, t = e.ShadowRoot && (e.ShadyCSS === void 0 || e.ShadyCSS.nativeShadow) && "adoptedStyleSheets" in Document.prototype && "replace" in CSSStyleSheet.prototype, n = Symbol(), r = /* @__PURE__ */ new WeakMap(), i = class {
	constructor(e, t, r) {
		if (this._$cssResult$ = !0, r !== n) throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");
		this.cssText = e, this.t = t;
	}
	get styleSheet() {
		let e = this.o, n = this.t;
		if (t && e === void 0) {
			let t = n !== void 0 && n.length === 1;
			t && (e = r.get(n)), e === void 0 && ((this.o = e = new CSSStyleSheet()).replaceSync(this.cssText), t && r.set(n, e));
		}
		return e;
	}
	toString() {
		return this.cssText;
	}
}, a = (e) => new i(typeof e == "string" ? e : e + "", void 0, n), o = (e, ...t) => new i(e.length === 1 ? e[0] : t.reduce((t, n, r) => t + ((e) => {
	if (!0 === e._$cssResult$) return e.cssText;
	if (typeof e == "number") return e;
	throw Error("Value passed to 'css' function must be a 'css' function result: " + e + ". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.");
})(n) + e[r + 1], e[0]), e, n), s = (n, r) => {
	if (t) n.adoptedStyleSheets = r.map((e) => e instanceof CSSStyleSheet ? e : e.styleSheet);
	else for (let t of r) {
		let r = document.createElement("style"), i = e.litNonce;
		i !== void 0 && r.setAttribute("nonce", i), r.textContent = t.cssText, n.appendChild(r);
	}
}, c = t ? (e) => e : (e) => e instanceof CSSStyleSheet ? ((e) => {
	let t = "";
	for (let n of e.cssRules) t += n.cssText;
	return a(t);
})(e) : e, { is: l, defineProperty: u, getOwnPropertyDescriptor: d, getOwnPropertyNames: f, getOwnPropertySymbols: p, getPrototypeOf: m } = Object, h = globalThis, ee = h.trustedTypes, te = ee ? ee.emptyScript : "", ne = h.reactiveElementPolyfillSupport, g = (e, t) => e, _ = {
	toAttribute(e, t) {
		switch (t) {
			case Boolean:
				e = e ? te : null;
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
}, re = (e, t) => !l(e, t), ie = {
	attribute: !0,
	type: String,
	converter: _,
	reflect: !1,
	useDefault: !1,
	hasChanged: re
};
Symbol.metadata ??= Symbol("metadata"), h.litPropertyMetadata ??= /* @__PURE__ */ new WeakMap();
var v = class extends HTMLElement {
	static addInitializer(e) {
		this._$Ei(), (this.l ??= []).push(e);
	}
	static get observedAttributes() {
		return this.finalize(), this._$Eh && [...this._$Eh.keys()];
	}
	static createProperty(e, t = ie) {
		if (t.state && (t.attribute = !1), this._$Ei(), this.prototype.hasOwnProperty(e) && ((t = Object.create(t)).wrapped = !0), this.elementProperties.set(e, t), !t.noAccessor) {
			let n = Symbol(), r = this.getPropertyDescriptor(e, n, t);
			r !== void 0 && u(this.prototype, e, r);
		}
	}
	static getPropertyDescriptor(e, t, n) {
		let { get: r, set: i } = d(this.prototype, e) ?? {
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
		return this.elementProperties.get(e) ?? ie;
	}
	static _$Ei() {
		if (this.hasOwnProperty(g("elementProperties"))) return;
		let e = m(this);
		e.finalize(), e.l !== void 0 && (this.l = [...e.l]), this.elementProperties = new Map(e.elementProperties);
	}
	static finalize() {
		if (this.hasOwnProperty(g("finalized"))) return;
		if (this.finalized = !0, this._$Ei(), this.hasOwnProperty(g("properties"))) {
			let e = this.properties, t = [...f(e), ...p(e)];
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
			for (let e of n) t.unshift(c(e));
		} else e !== void 0 && t.push(c(e));
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
		return s(e, this.constructor.elementStyles), e;
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
			let i = (n.converter?.toAttribute === void 0 ? _ : n.converter).toAttribute(t, n.type);
			this._$Em = e, i == null ? this.removeAttribute(r) : this.setAttribute(r, i), this._$Em = null;
		}
	}
	_$AK(e, t) {
		let n = this.constructor, r = n._$Eh.get(e);
		if (r !== void 0 && this._$Em !== r) {
			let e = n.getPropertyOptions(r), i = typeof e.converter == "function" ? { fromAttribute: e.converter } : e.converter?.fromAttribute === void 0 ? _ : e.converter;
			this._$Em = r;
			let a = i.fromAttribute(t, e.type);
			this[r] = a ?? this._$Ej?.get(r) ?? a, this._$Em = null;
		}
	}
	requestUpdate(e, t, n, r = !1, i) {
		if (e !== void 0) {
			let a = this.constructor;
			if (!1 === r && (i = this[e]), n ??= a.getPropertyOptions(e), !((n.hasChanged ?? re)(i, t) || n.useDefault && n.reflect && i === this._$Ej?.get(e) && !this.hasAttribute(a._$Eu(e, n)))) return;
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
v.elementStyles = [], v.shadowRootOptions = { mode: "open" }, v[g("elementProperties")] = /* @__PURE__ */ new Map(), v[g("finalized")] = /* @__PURE__ */ new Map(), ne?.({ ReactiveElement: v }), (h.reactiveElementVersions ??= []).push("2.1.2");
// ../../../../root/.cache/access_codes/npm-panel-99900d161bb8d749/node_modules/lit-html/lit-html.js
var ae = globalThis, oe = (e) => e, y = ae.trustedTypes, se = y ? y.createPolicy("lit-html", { createHTML: (e) => e }) : void 0, ce = "$lit$", b = `lit$${Math.random().toFixed(9).slice(2)}$`, le = "?" + b, ue = `<${le}>`, x = document, S = () => x.createComment(""), C = (e) => e === null || typeof e != "object" && typeof e != "function", de = Array.isArray, fe = (e) => de(e) || typeof e?.[Symbol.iterator] == "function", w = "[ 	\n\f\r]", T = /<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g, pe = /-->/g, me = />/g, E = RegExp(`>|${w}(?:([^\\s"'>=/]+)(${w}*=${w}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`, "g"), he = /'/g, ge = /"/g, _e = /^(?:script|style|textarea|title)$/i, ve = (e) => (t, ...n) => ({
	_$litType$: e,
	strings: t,
	values: n
}), D = ve(1), O = ve(2), k = Symbol.for("lit-noChange"), A = Symbol.for("lit-nothing"), ye = /* @__PURE__ */ new WeakMap(), j = x.createTreeWalker(x, 129);
function be(e, t) {
	if (!de(e) || !e.hasOwnProperty("raw")) throw Error("invalid template strings array");
	return se === void 0 ? t : se.createHTML(t);
}
var xe = (e, t) => {
	let n = e.length - 1, r = [], i, a = t === 2 ? "<svg>" : t === 3 ? "<math>" : "", o = T;
	for (let t = 0; t < n; t++) {
		let n = e[t], s, c, l = -1, u = 0;
		for (; u < n.length && (o.lastIndex = u, c = o.exec(n), c !== null);) u = o.lastIndex, o === T ? c[1] === "!--" ? o = pe : c[1] === void 0 ? c[2] === void 0 ? c[3] !== void 0 && (o = E) : (_e.test(c[2]) && (i = RegExp("</" + c[2], "g")), o = E) : o = me : o === E ? c[0] === ">" ? (o = i ?? T, l = -1) : c[1] === void 0 ? l = -2 : (l = o.lastIndex - c[2].length, s = c[1], o = c[3] === void 0 ? E : c[3] === "\"" ? ge : he) : o === ge || o === he ? o = E : o === pe || o === me ? o = T : (o = E, i = void 0);
		let d = o === E && e[t + 1].startsWith("/>") ? " " : "";
		a += o === T ? n + ue : l >= 0 ? (r.push(s), n.slice(0, l) + ce + n.slice(l) + b + d) : n + b + (l === -2 ? t : d);
	}
	return [be(e, a + (e[n] || "<?>") + (t === 2 ? "</svg>" : t === 3 ? "</math>" : "")), r];
}, Se = class e {
	constructor({ strings: t, _$litType$: n }, r) {
		let i;
		this.parts = [];
		let a = 0, o = 0, s = t.length - 1, c = this.parts, [l, u] = xe(t, n);
		if (this.el = e.createElement(l, r), j.currentNode = this.el.content, n === 2 || n === 3) {
			let e = this.el.content.firstChild;
			e.replaceWith(...e.childNodes);
		}
		for (; (i = j.nextNode()) !== null && c.length < s;) {
			if (i.nodeType === 1) {
				if (i.hasAttributes()) for (let e of i.getAttributeNames()) if (e.endsWith(ce)) {
					let t = u[o++], n = i.getAttribute(e).split(b), r = /([.?@])?(.*)/.exec(t);
					c.push({
						type: 1,
						index: a,
						name: r[2],
						strings: n,
						ctor: r[1] === "." ? we : r[1] === "?" ? Te : r[1] === "@" ? Ee : P
					}), i.removeAttribute(e);
				} else e.startsWith(b) && (c.push({
					type: 6,
					index: a
				}), i.removeAttribute(e));
				if (_e.test(i.tagName)) {
					let e = i.textContent.split(b), t = e.length - 1;
					if (t > 0) {
						i.textContent = y ? y.emptyScript : "";
						for (let n = 0; n < t; n++) i.append(e[n], S()), j.nextNode(), c.push({
							type: 2,
							index: ++a
						});
						i.append(e[t], S());
					}
				}
			} else if (i.nodeType === 8) {
				if (i.data === le) c.push({
					type: 2,
					index: a
				});
				else {
					let e = -1;
					for (; (e = i.data.indexOf(b, e + 1)) !== -1;) c.push({
						type: 7,
						index: a
					}), e += b.length - 1;
				}
			}
			a++;
		}
	}
	static createElement(e, t) {
		let n = x.createElement("template");
		return n.innerHTML = e, n;
	}
};
function M(e, t, n = e, r) {
	if (t === k) return t;
	let i = r === void 0 ? n._$Cl : n._$Co?.[r], a = C(t) ? void 0 : t._$litDirective$;
	return i?.constructor !== a && (i?._$AO?.(!1), a === void 0 ? i = void 0 : (i = new a(e), i._$AT(e, n, r)), r === void 0 ? n._$Cl = i : (n._$Co ??= [])[r] = i), i !== void 0 && (t = M(e, i._$AS(e, t.values), i, r)), t;
}
var Ce = class {
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
		let { el: { content: t }, parts: n } = this._$AD, r = (e?.creationScope ?? x).importNode(t, !0);
		j.currentNode = r;
		let i = j.nextNode(), a = 0, o = 0, s = n[0];
		for (; s !== void 0;) {
			if (a === s.index) {
				let t;
				s.type === 2 ? t = new N(i, i.nextSibling, this, e) : s.type === 1 ? t = new s.ctor(i, s.name, s.strings, this, e) : s.type === 6 && (t = new De(i, this, e)), this._$AV.push(t), s = n[++o];
			}
			a !== s?.index && (i = j.nextNode(), a++);
		}
		return j.currentNode = x, r;
	}
	p(e) {
		let t = 0;
		for (let n of this._$AV) n !== void 0 && (n.strings === void 0 ? n._$AI(e[t]) : (n._$AI(e, n, t), t += n.strings.length - 2)), t++;
	}
}, N = class e {
	get _$AU() {
		return this._$AM?._$AU ?? this._$Cv;
	}
	constructor(e, t, n, r) {
		this.type = 2, this._$AH = A, this._$AN = void 0, this._$AA = e, this._$AB = t, this._$AM = n, this.options = r, this._$Cv = r?.isConnected ?? !0;
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
		e = M(this, e, t), C(e) ? e === A || e == null || e === "" ? (this._$AH !== A && this._$AR(), this._$AH = A) : e !== this._$AH && e !== k && this._(e) : e._$litType$ === void 0 ? e.nodeType === void 0 ? fe(e) ? this.k(e) : this._(e) : this.T(e) : this.$(e);
	}
	O(e) {
		return this._$AA.parentNode.insertBefore(e, this._$AB);
	}
	T(e) {
		this._$AH !== e && (this._$AR(), this._$AH = this.O(e));
	}
	_(e) {
		this._$AH !== A && C(this._$AH) ? this._$AA.nextSibling.data = e : this.T(x.createTextNode(e)), this._$AH = e;
	}
	$(e) {
		let { values: t, _$litType$: n } = e, r = typeof n == "number" ? this._$AC(e) : (n.el === void 0 && (n.el = Se.createElement(be(n.h, n.h[0]), this.options)), n);
		if (this._$AH?._$AD === r) this._$AH.p(t);
		else {
			let e = new Ce(r, this), n = e.u(this.options);
			e.p(t), this.T(n), this._$AH = e;
		}
	}
	_$AC(e) {
		let t = ye.get(e.strings);
		return t === void 0 && ye.set(e.strings, t = new Se(e)), t;
	}
	k(t) {
		de(this._$AH) || (this._$AH = [], this._$AR());
		let n = this._$AH, r, i = 0;
		for (let a of t) i === n.length ? n.push(r = new e(this.O(S()), this.O(S()), this, this.options)) : r = n[i], r._$AI(a), i++;
		i < n.length && (this._$AR(r && r._$AB.nextSibling, i), n.length = i);
	}
	_$AR(e = this._$AA.nextSibling, t) {
		for (this._$AP?.(!1, !0, t); e !== this._$AB;) {
			let t = oe(e).nextSibling;
			oe(e).remove(), e = t;
		}
	}
	setConnected(e) {
		this._$AM === void 0 && (this._$Cv = e, this._$AP?.(e));
	}
}, P = class {
	get tagName() {
		return this.element.tagName;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	constructor(e, t, n, r, i) {
		this.type = 1, this._$AH = A, this._$AN = void 0, this.element = e, this.name = t, this._$AM = r, this.options = i, n.length > 2 || n[0] !== "" || n[1] !== "" ? (this._$AH = Array(n.length - 1).fill(/* @__PURE__ */ new String()), this.strings = n) : this._$AH = A;
	}
	_$AI(e, t = this, n, r) {
		let i = this.strings, a = !1;
		if (i === void 0) e = M(this, e, t, 0), a = !C(e) || e !== this._$AH && e !== k, a && (this._$AH = e);
		else {
			let r = e, o, s;
			for (e = i[0], o = 0; o < i.length - 1; o++) s = M(this, r[n + o], t, o), s === k && (s = this._$AH[o]), a ||= !C(s) || s !== this._$AH[o], s === A ? e = A : e !== A && (e += (s ?? "") + i[o + 1]), this._$AH[o] = s;
		}
		a && !r && this.j(e);
	}
	j(e) {
		e === A ? this.element.removeAttribute(this.name) : this.element.setAttribute(this.name, e ?? "");
	}
}, we = class extends P {
	constructor() {
		super(...arguments), this.type = 3;
	}
	j(e) {
		this.element[this.name] = e === A ? void 0 : e;
	}
}, Te = class extends P {
	constructor() {
		super(...arguments), this.type = 4;
	}
	j(e) {
		this.element.toggleAttribute(this.name, !!e && e !== A);
	}
}, Ee = class extends P {
	constructor(e, t, n, r, i) {
		super(e, t, n, r, i), this.type = 5;
	}
	_$AI(e, t = this) {
		if ((e = M(this, e, t, 0) ?? A) === k) return;
		let n = this._$AH, r = e === A && n !== A || e.capture !== n.capture || e.once !== n.once || e.passive !== n.passive, i = e !== A && (n === A || r);
		r && this.element.removeEventListener(this.name, this, n), i && this.element.addEventListener(this.name, this, e), this._$AH = e;
	}
	handleEvent(e) {
		typeof this._$AH == "function" ? this._$AH.call(this.options?.host ?? this.element, e) : this._$AH.handleEvent(e);
	}
}, De = class {
	constructor(e, t, n) {
		this.element = e, this.type = 6, this._$AN = void 0, this._$AM = t, this.options = n;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	_$AI(e) {
		M(this, e);
	}
}, Oe = {
	M: ce,
	P: b,
	A: le,
	C: 1,
	L: xe,
	R: Ce,
	D: fe,
	V: M,
	I: N,
	H: P,
	N: Te,
	U: Ee,
	B: we,
	F: De
}, ke = ae.litHtmlPolyfillSupport;
ke?.(Se, N), (ae.litHtmlVersions ??= []).push("3.3.3");
var Ae = (e, t, n) => {
	let r = n?.renderBefore ?? t, i = r._$litPart$;
	if (i === void 0) {
		let e = n?.renderBefore ?? null;
		r._$litPart$ = i = new N(t.insertBefore(S(), e), e, void 0, n ?? {});
	}
	return i._$AI(e), i;
}, F = globalThis, I = class extends v {
	constructor() {
		super(...arguments), this.renderOptions = { host: this }, this._$Do = void 0;
	}
	createRenderRoot() {
		let e = super.createRenderRoot();
		return this.renderOptions.renderBefore ??= e.firstChild, e;
	}
	update(e) {
		let t = this.render();
		this.hasUpdated || (this.renderOptions.isConnected = this.isConnected), super.update(e), this._$Do = Ae(t, this.renderRoot, this.renderOptions);
	}
	connectedCallback() {
		super.connectedCallback(), this._$Do?.setConnected(!0);
	}
	disconnectedCallback() {
		super.disconnectedCallback(), this._$Do?.setConnected(!1);
	}
	render() {
		return k;
	}
};
I._$litElement$ = !0, I.finalized = !0, F.litElementHydrateSupport?.({ LitElement: I });
var je = F.litElementPolyfillSupport;
je?.({ LitElement: I }), (F.litElementVersions ??= []).push("4.2.2");
// src/context.ts
var L = class extends I {
	static {
		this.properties = { context: { attribute: !1 } };
	}
	t(e, t) {
		return this.context.texts.t(e, t);
	}
}, R = "/access-codes", Me = "accessCodes";
function z(e, t = !1) {
	let n = `${R}${e}`;
	t ? history.replaceState(history.state, "", n) : history.pushState({ [Me]: !0 }, "", n), window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace: t } })), window.scrollTo(0, 0);
}
function Ne(e) {
	history.state?.[Me] ? history.back() : z(e, !0);
}
function B(e) {
	if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey) return;
	let t = e.currentTarget.getAttribute("href") ?? "";
	t.startsWith("/access-codes/") && (e.preventDefault(), z(t.slice(13)));
}
function V(e, t) {
	customElements.get(e) || customElements.define(e, t);
}
// src/icons.ts
var Pe = {
	menu: O`<path d="M4 6h16M4 12h16M4 18h16"/>`,
	back: O`<path d="M20 12H5M11 5l-7 7 7 7"/>`,
	plus: O`<path d="M12 5v14M5 12h14"/>`,
	search: O`<circle cx="11" cy="11" r="6"/><path d="M20 20l-4.5-4.5"/>`,
	chevron: O`<path d="M9 5l7 7-7 7"/>`,
	eye: O`<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>`,
	eyeOff: O`<path d="M4 4l16 16M9.5 5.4A9 9 0 0 1 12 5c6 0 10 7 10 7a17 17 0 0 1-3 3.7M6 7.3A16 16 0 0 0 2 12s4 7 10 7a9 9 0 0 0 4-1"/>`,
	copy: O`<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3"/>`,
	edit: O`<path d="M4 20l1-4L16 5l3 3L8 19z"/>`,
	trash: O`<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v6M14 11v6"/>`,
	pause: O`<path d="M9 5v14M15 5v14"/>`,
	play: O`<path d="M7 5l12 7-12 7z"/>`,
	dice: O`<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M9 9h.01M15 15h.01M15 9h.01M9 15h.01"/>`,
	lock: O`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,
	person: O`<circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>`,
	offline: O`<path d="M4 4l16 16M5 11a10 10 0 0 1 4-2.5M19 11a10 10 0 0 0-5-2.8M8.500 14.500a5 5 0 0 1 7 0M12 18.500h.01"/>`,
	set: O`<circle cx="12" cy="12" r="9"/><path d="M8 12.500l3 3 5-6"/>`,
	setting: O`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M12 16V8M8.500 11.500L12 8l3.500 3.500"/>`,
	removing: O`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M8 12h8"/>`,
	unknown: O`<circle cx="12" cy="12" r="9"/><path d="M9.500 9.500a2.500 2.500 0 1 1 3.500 2.500c-.7.4-1 .9-1 1.700M12 17h.01"/>`,
	paused: O`<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>`,
	upcoming: O`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.500 2"/>`,
	ended: O`<circle cx="12" cy="12" r="9"/><path d="M6 18L18 6"/>`,
	unset: O`<circle cx="12" cy="12" r="9"/>`,
	problem: O`<path d="M12 4l9 16H3zM12 10v4M12 17h.01"/>`
}, H = (e) => D`<svg
  class="icon"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  ${Pe[e]}
</svg>`;
// src/store.ts
function Fe(e, t, n) {
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
var Ie = class {
	constructor(e, t) {
		this.connection = e, this.changed = t, this.codes = /* @__PURE__ */ new Map(), this.locks = /* @__PURE__ */ new Map(), this.linkable = [], this.hasCodes = !1, this.hasLocks = !1, this.isOffline = !1, this.error = null, this.unsubscribe = [], this.areCodesOld = !1, this.areLocksOld = !1, this.isStopped = !1, this.onReady = () => {
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
		this.codes = Fe(this.areCodesOld ? /* @__PURE__ */ new Map() : this.codes, e, "access_code_id"), this.areCodesOld = !1, this.hasCodes = !0, this.changed();
	}
	onLocks(e) {
		this.locks = Fe(this.areLocksOld ? /* @__PURE__ */ new Map() : this.locks, e, "entry_id"), this.areLocksOld = !1, this.hasLocks = !0, e.linkable && (this.linkable = e.linkable), this.changed();
	}
}, U = o`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--primary-text-color, #212121);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: 1.45;
    --accent: var(--primary-color, #009ac7);
    --on-accent: var(--text-primary-color, #fff);
    --quiet: var(--secondary-text-color, #616161);
    --line: var(--divider-color, rgba(128, 128, 128, 0.3));
    --card: var(--ha-card-background, var(--card-background-color, #fff));
    --good: var(--success-color, #43a047);
    --warn: var(--warning-color, #ffa600);
    --bad: var(--error-color, #db4437);
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
    background: var(--accent);
    color: var(--on-accent);
  }
  .filled:hover {
    background: color-mix(in srgb, var(--accent) 88%, #000);
  }
  .outlined {
    border-color: var(--line);
  }
  .danger {
    color: var(--bad);
  }
  .filled.danger {
    background: var(--bad);
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
`, Le = "component.access_codes.config_panel", Re = "component.access_codes.exceptions", ze = class e {
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
			let e = this.localize(`${Le}.${n}`, t);
			if (e) return e;
		}
		return e;
	}
	message(e, t) {
		return this.localize(`${Re}.${e}.message`, t);
	}
	refusal(e) {
		let t = { ...e.translation_placeholders ?? {} };
		if (!e.translation_key) return e.message;
		let n = this.localize(`${Le}.refusal.${e.translation_key}`);
		if (n) return n;
		let r = t.field;
		return r && (t.field = this.t(`field.${r}`) || r), this.message(e.translation_key, t) || e.message;
	}
}, Be = (e) => String(e).padStart(2, "0");
function W(e, t) {
	let n = new Intl.DateTimeFormat("en-GB", {
		timeZone: t,
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23"
	}).formatToParts(new Date(e)), r = (e) => n.find((t) => t.type === e)?.value ?? "";
	return `${r("year")}-${r("month")}-${r("day")}T${r("hour")}:${r("minute")}`;
}
function G(e, t) {
	let [n, r, i] = e.slice(0, 10).split("-").map(Number), a = new Date(Date.UTC(n, r - 1, i + t));
	return `${a.getUTCFullYear()}-${Be(a.getUTCMonth() + 1)}-${Be(a.getUTCDate())}`;
}
function Ve(e) {
	let [t, n, r] = e.slice(0, 10).split("-").map(Number);
	return (new Date(Date.UTC(t, n - 1, r)).getUTCDay() + 6) % 7;
}
var He = [
	"tonight",
	"weekend",
	"week",
	"month"
];
function Ue(e, t) {
	let n = t.slice(0, 16);
	switch (e) {
		case "tonight": return {
			starts_at: n,
			ends_at: `${G(n, Number(n.slice(11, 13)) < 6 ? 0 : 1)}T06:00`
		};
		case "weekend": {
			let e = Ve(n), t = e >= 5 || e === 4 && n.slice(11) >= "15:00", r = `${G(n, 4 - e)}T15:00`;
			return {
				starts_at: t ? n : r,
				ends_at: `${G(n, 7 - e)}T00:00`
			};
		}
		case "week": return {
			starts_at: n,
			ends_at: `${G(n, 7)}T${n.slice(11)}`
		};
		case "month": return {
			starts_at: n,
			ends_at: `${G(n, 30)}T${n.slice(11)}`
		};
	}
}
var We = [
	"MO",
	"TU",
	"WE",
	"TH",
	"FR",
	"SA",
	"SU"
], Ge = (e) => `FREQ=WEEKLY;BYDAY=${[...e].sort((e, t) => e - t).map((e) => We[e]).join(",")}`;
function Ke(e) {
	let t = /^FREQ=WEEKLY;(?:INTERVAL=1;)?BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)$/i.exec(e);
	return t ? t[1].toUpperCase().split(",").map((e) => We.indexOf(e)) : null;
}
function qe(e, t, n, r) {
	let i = r.slice(0, 10);
	for (let t = 0; t < 7 && !e.includes(Ve(i)); t += 1) i = G(i, 1);
	let a = n > t ? i : G(i, 1);
	return {
		starts_at: `${i}T${t}`,
		ends_at: `${a}T${n}`
	};
}
var Je = class {
	constructor(e) {
		this.zone = e.config.time_zone, this.language = e.locale.language, this.hour12 = e.locale.time_format === "12" || e.locale.time_format !== "24" && void 0;
	}
	wall(e = /* @__PURE__ */ new Date()) {
		return W(e, this.zone);
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
// src/phrases.ts
function K({ texts: e, clock: t, now: n }, r) {
	let i = r.next_window;
	if (r.type === "ongoing") {
		let t = r.max_uses !== null && r.use_count >= r.max_uses;
		return e.t(t ? "when.used_up" : "when.always");
	}
	if (r.recurrence !== null) {
		let n = Ke(r.recurrence);
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
function Ye({ texts: e }, t, n) {
	return t.status === "set" ? n?.capabilities?.is_virtual ? e.t("code.proof_virtual") : t.warnings.some((e) => e.warning_code === "unverified_on_device") ? null : e.t("code.proof_lock") : null;
}
function q({ texts: e, clock: t }, n) {
	if (!n.is_loaded) return e.t("lock.not_loaded");
	if (n.reach === "reachable" || n.reach === null) return null;
	let r = n.reach_since === null ? "" : t.moment(n.reach_since);
	return e.t(`lock.${n.reach}`, { since: r });
}
// src/standing.ts
var Xe = (e) => e.pending_mutations.some((e) => e.mutation_code === "deleting");
function Ze(e, t) {
	return e.type === "ongoing" ? e.max_uses !== null && e.use_count >= e.max_uses : e.next_window === null || Date.parse(e.next_window.ends_at) <= t;
}
function J(e, t) {
	return e.errors.some((e) => !e.is_device_error) ? "problem" : e.status === "set" || e.status === "setting" || e.status === "removing" || e.status === "unknown" ? e.status : e.is_paused ? "paused" : Ze(e, t) ? "ended" : e.next_window !== null && Date.parse(e.next_window.starts_at) > t ? "upcoming" : "unset";
}
var Y = (e, t) => e.name.localeCompare(t.name) || e.access_code_id.localeCompare(t.access_code_id);
function Qe(e, t) {
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
	return n.confirmed.sort(Y), n.unconfirmed.sort(Y), n.lingering.sort(Y), n;
}
function $e(e, t) {
	return [...e].filter((e) => e.next_window !== null && Date.parse(e.next_window.starts_at) > t && !e.is_paused && !Xe(e)).sort((e, t) => Date.parse(e.next_window.starts_at) - Date.parse(t.next_window.starts_at) || Y(e, t));
}
var et = /* @__PURE__ */ new Set([
	"delay_in_setting_on_device",
	"delay_in_removing_from_device",
	"missed",
	"active_while_unavailable",
	"time_zone_mismatch"
]);
function tt(e, t) {
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
			let t = e.warnings.find((e) => et.has(e.warning_code ?? ""));
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
V("access-codes-confirm", class extends I {
	static {
		this.properties = {
			question: { attribute: !1 },
			error: { state: !0 },
			isBusy: { state: !0 },
			isChosen: { state: !0 }
		};
	}
	static {
		this.styles = [U, o`
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
      label {
        display: flex;
        gap: 12px;
        align-items: center;
        min-height: 44px;
        cursor: pointer;
      }
      .note {
        border-radius: 8px;
      }
    `];
	}
	constructor() {
		super(), this.close = () => this.renderRoot.querySelector("dialog")?.close(), this.onChoice = (e) => {
			this.isChosen = e.target.checked;
		}, this.onClose = () => {
			this.question = null;
		}, this.confirm = async () => {
			let { question: e } = this;
			if (e && !this.isBusy) {
				this.isBusy = !0;
				try {
					await e.act(this.isChosen), this.close();
				} catch (t) {
					this.error = e.errorText(t);
				} finally {
					this.isBusy = !1;
				}
			}
		}, this.question = null, this.error = null, this.isBusy = !1, this.isChosen = !1;
	}
	ask(e) {
		this.question = e, this.error = null, this.isBusy = !1, this.isChosen = e.choice !== void 0, this.updateComplete.then(() => this.renderRoot.querySelector("dialog")?.showModal());
	}
	render() {
		let { question: e } = this;
		return e ? D`<dialog aria-labelledby="title" aria-describedby="sentence" @close=${this.onClose}>
      <div class="inside">
        <h2 id="title">${e.title}</h2>
        <p id="sentence">${e.sentence(this.isChosen)}</p>
        ${e.choice ? D`<label><input type="checkbox" .checked=${this.isChosen} @change=${this.onChoice} />${e.choice}</label>` : A}
        ${this.error ? D`<div class="note error" role="alert">${H("problem")} ${this.error}</div>` : A}
        <div class="actions">
          <button @click=${this.close}>${e.cancel}</button>
          <button
            class="filled ${e.isDangerous ? "danger" : ""}"
            ?disabled=${this.isBusy}
            @click=${this.confirm}
          >
            ${e.confirm}
          </button>
        </div>
      </div>
    </dialog>` : A;
	}
});
// src/views/code.ts
var nt = 6e4, rt = 30;
V("access-codes-code", class extends L {
	static {
		this.properties = {
			context: { attribute: !1 },
			codeId: { attribute: !1 },
			pin: { state: !0 },
			isCopied: { state: !0 },
			pinError: { state: !0 },
			events: { state: !0 }
		};
	}
	constructor() {
		super(), this.deletedId = "", this.show = async () => {
			this.pinError = null;
			let e = this.codeId;
			try {
				let t = await this.fetchPin() ?? "";
				if (e !== this.codeId || !this.isConnected) return;
				this.pin = t, clearTimeout(this.timer), this.timer = setTimeout(this.hide, nt);
			} catch (e) {
				this.pinError = this.context.texts.refusal(e);
			}
		}, this.hide = () => {
			clearTimeout(this.timer), this.pin = null, this.isCopied = !1, this.pinError = null;
		}, this.onVisibility = () => {
			document.hidden && this.hide();
		}, this.copy = async () => {
			this.pinError = null;
			try {
				let e = this.pin ?? await this.fetchPin();
				if (!e) {
					this.pinError = this.t("code.pin_not_known");
					return;
				}
				await navigator.clipboard.writeText(e), this.isCopied = !0, setTimeout(() => this.isCopied = !1, 2e3);
			} catch {
				this.pinError = this.t("code.copy_failed");
			}
		}, this.hide(), this.events = null;
	}
	static {
		this.styles = [U, o`
      .columns {
        display: grid;
        gap: 16px;
        align-items: start;
      }
      .columns > div {
        display: grid;
        gap: 16px;
        min-width: 0;
      }
      @media (min-width: 900px) {
        .columns {
          grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
        }
      }
      .top {
        display: flex;
        gap: 16px;
        padding: 20px 16px;
        align-items: flex-start;
      }
      .top .icon {
        width: 40px;
        height: 40px;
      }
      .top h2 {
        font-size: var(--ha-font-size-2xl, 24px);
        font-weight: 400;
        line-height: 1.25;
        overflow-wrap: anywhere;
        unicode-bidi: isolate;
      }
      .status {
        margin-top: 4px;
        font-weight: 500;
      }
      .pin {
        display: flex;
        align-items: center;
        gap: 8px 16px;
        flex-wrap: wrap;
        padding: 16px;
        border-top: 1px solid var(--line);
      }
      .digits {
        font-family: var(--ha-font-family-code, monospace);
        font-size: clamp(28px, 9vw, 40px);
        line-height: 1.2;
        letter-spacing: 0.12em;
        flex: 1 1 auto;
        overflow-wrap: anywhere;
        user-select: all;
      }
      .digits.hidden {
        color: var(--quiet);
        user-select: none;
      }
      @media (max-width: 480px) {
        .digits {
          flex-basis: 100%;
        }
        .pin button {
          flex: 1;
        }
        .actions {
          gap: 6px;
        }
        .actions > * {
          padding: 0 10px;
          gap: 6px;
          flex: 1 1 auto;
        }
      }
      dl {
        margin: 0;
      }
      dl > div {
        display: flex;
        gap: 16px;
        justify-content: space-between;
        padding: 10px 16px;
        border-top: 1px solid var(--line);
      }
      dl > div:first-child {
        border-top: none;
      }
      dt {
        color: var(--quiet);
        flex: none;
      }
      dd {
        margin: 0;
        text-align: end;
        overflow-wrap: anywhere;
        min-width: 0;
      }
      dd a {
        color: var(--accent);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding: 12px 16px;
        border-top: 1px solid var(--line);
      }
      h3 {
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
        padding: 14px 16px;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0 16px 12px;
      }
      ol li {
        position: relative;
        padding: 0 0 14px 24px;
      }
      ol li::before {
        content: "";
        position: absolute;
        inset-inline-start: 4px;
        top: 6px;
        width: 9px;
        height: 9px;
        border-radius: 50%;
        background: var(--accent);
      }
      ol li::after {
        content: "";
        position: absolute;
        inset-inline-start: 8px;
        top: 18px;
        bottom: -2px;
        width: 1px;
        background: var(--line);
      }
      ol li:last-child::after {
        display: none;
      }
    `];
	}
	get code() {
		return this.context.store.codes.get(this.codeId);
	}
	connectedCallback() {
		super.connectedCallback(), document.addEventListener("visibilitychange", this.onVisibility);
	}
	disconnectedCallback() {
		super.disconnectedCallback(), document.removeEventListener("visibilitychange", this.onVisibility), this.hide();
	}
	willUpdate(e) {
		e.has("codeId") && e.get("codeId") !== void 0 && (this.hide(), this.events = null);
		let { code: t } = this;
		!t && this.deletedId === this.codeId && z("/list", !0), t && t !== this.eventsOf && (this.eventsOf = t, this.loadEvents(t.access_code_id));
	}
	render() {
		let { code: e } = this;
		if (!e) return D`<div class="empty" role="status">
        ${H("search")}
        <p>${this.t("panel.not_found")}</p>
        <a class="button outlined" href="${R}/list" @click=${B}>${this.t("panel.to_list")}</a>
      </div>`;
		let t = this.context.store.lockOf(e);
		return D`<div class="columns">
        <div>
          <section class="card">
            ${this.renderTop(e, t)} ${this.renderMessages(e, t)} ${this.renderPin(e)}
            ${this.renderActions(e)}
          </section>
        </div>
        <div>${this.renderFacts(e, t)} ${this.renderEvents(t)}</div>
      </div>
      <access-codes-confirm></access-codes-confirm>`;
	}
	renderTop(e, t) {
		let n = J(e, this.context.now), r = Ye(this.context, e, t);
		return D`<div class="top">
      <span class=${n}>${H(n)}</span>
      <div>
        <h2>${e.name}</h2>
        <div class="status">${e.display_status}</div>
        ${r ? D`<div class="quiet">${r}</div>` : A}
      </div>
    </div>`;
	}
	renderMessages(e, t) {
		let n = t ? q(this.context, t) : null, r = [
			...e.errors.map((e) => ({
				tone: "error",
				message: e.message
			})),
			...e.warnings.map((e) => ({
				tone: "",
				message: e.message
			})),
			...e.pending_mutations.map((e) => ({
				tone: "info",
				message: e.message
			}))
		], i = e.errors.some((e) => e.is_device_error);
		return D`${n && !i ? D`<div class="note error">${H("offline")} ${n}</div>` : A}
    ${r.map(({ tone: e, message: t }) => D`<div class="note ${e}">${H(e === "info" ? "upcoming" : "problem")} <span>${t}</span></div>`)}`;
	}
	renderPin(e) {
		if (e.is_waiting_for_code_assignment) return D`<div class="pin quiet">${this.t("code.pin_chosen_by_lock")}</div>`;
		let t = this.pin !== null;
		return D`<div class="pin">
        <div class="digits ${t ? "" : "hidden"}" aria-live="polite">
          ${t ? this.pin || this.t("code.pin_not_known") : D`<span aria-label=${this.t("code.pin_hidden")}>••••••</span>`}
        </div>
        <button class="outlined small" @click=${t ? this.hide : this.show} aria-pressed=${t ? "true" : "false"}>
          ${H(t ? "eyeOff" : "eye")} ${this.t(t ? "code.hide_pin" : "code.show_pin")}
        </button>
        <button class="outlined small" @click=${this.copy}>
          ${H(this.isCopied ? "set" : "copy")} ${this.t(this.isCopied ? "code.copied" : "code.copy_pin")}
        </button>
      </div>
      ${this.pinError ? D`<div class="note error" role="alert">${H("problem")} ${this.pinError}</div>` : A}`;
	}
	renderActions(e) {
		return e.pending_mutations.some((e) => e.mutation_code === "deleting") ? A : D`<div class="actions small">
      <a class="button filled" href="${R}/edit/${e.access_code_id}" @click=${B}>
        ${H("edit")} ${this.t("code.edit")}
      </a>
      <button class="outlined" @click=${() => this.askPause(e)}>
        ${H(e.is_paused ? "play" : "pause")} ${this.t(e.is_paused ? "code.resume" : "code.pause")}
      </button>
      <button class="outlined danger" @click=${() => this.askDelete(e)}>${H("trash")} ${this.t("code.delete")}</button>
    </div>`;
	}
	renderFacts(e, t) {
		let { clock: n, store: r } = this.context, i = r.sharedWith(e).slice(1), a = e.max_uses === null ? `${e.use_count}` : this.t("code.uses_of", {
			count: e.use_count,
			limit: e.max_uses
		}), o = [["code.lock", t?.name ?? e.lock_entity_id], ["code.when", K(this.context, e)]];
		return e.active_while && o.push(["code.active_while", e.active_while]), t?.capabilities?.reports_use && (o.push(["code.uses", a]), e.last_used_at && o.push(["code.last_used", n.moment(e.last_used_at)])), i.length > 0 && o.push(["code.same_person", i.map((e) => D`<div>
            <a href="${R}/code/${e.access_code_id}" @click=${B}>${r.lockOf(e)?.name ?? e.lock_entity_id}</a>
          </div>`)]), o.push(["code.created", n.moment(e.created_at)]), D`<section class="card">
      <dl>
        ${o.map(([e, t]) => D`<div><dt>${this.t(e)}</dt><dd>${t}</dd></div>`)}
      </dl>
    </section>`;
	}
	renderEvents(e) {
		let { clock: t, texts: n } = this.context, r = (t) => {
			let r = t.type.slice(t.type.indexOf(".") + 1).replaceAll(".", "_"), i = r === "used" && typeof t.details.action == "string" ? `_${t.details.action}` : "", a = n.message(`activity_${r}${i}`, { lock: e?.name ?? "" }) || n.message(`activity_${r}`, { lock: e?.name ?? "" }) || t.type;
			return a.charAt(0).toLocaleUpperCase() + a.slice(1);
		};
		return D`<section class="card" aria-labelledby="timeline">
      <h3 id="timeline">${this.t("code.timeline")}</h3>
      ${this.events === null ? D`<div class="pad quiet">${this.t("panel.loading")}</div>` : A}
      ${this.events?.length === 0 ? D`<div class="pad quiet">${this.t("code.nothing_happened")}</div>` : A}
      <ol>
        ${this.events?.map((e) => D`<li>
            <div>${r(e)}</div>
            <div class="quiet">${t.moment(e.occurred_at)}</div>
          </li>`)}
      </ol>
    </section>`;
	}
	async loadEvents(e) {
		try {
			let t = await this.context.hass.callWS({
				type: "access_codes/get_timeline",
				access_code_id: e,
				limit: rt
			});
			e === this.codeId && (this.events = t.events);
		} catch {
			e === this.codeId && (this.events ??= []);
		}
	}
	async fetchPin() {
		return (await this.context.hass.callWS({
			type: "access_codes/reveal",
			access_code_id: this.codeId
		})).code;
	}
	get dialog() {
		return this.renderRoot.querySelector("access-codes-confirm");
	}
	askPause(e) {
		let t = e.is_paused ? "resume" : "pause";
		this.ask(e, t, (n) => this.t(`code.${t}_sentence`, {
			name: e.name,
			lock: this.lockNames(e, n)
		}), (t) => this.context.hass.callWS(t ? {
			type: "access_codes/update_multiple",
			common_code_key: e.common_code_key,
			is_paused: !e.is_paused,
			without_pins: !0
		} : {
			type: "access_codes/update",
			access_code_id: e.access_code_id,
			is_paused: !e.is_paused,
			without_pins: !0
		}));
	}
	askDelete(e) {
		let t = this.context.store.lockOf(e);
		this.ask(e, "delete", (n) => {
			let r = (n ? this.context.store.sharedWith(e) : [e]).every((e) => e.status === "unset") ? "off" : t?.capabilities?.is_virtual ? "virtual" : "on";
			return this.t(`code.delete_sentence_${r}`, {
				name: e.name,
				lock: this.lockNames(e, n)
			});
		}, async (t) => {
			await this.context.hass.callWS(t ? {
				type: "access_codes/delete",
				common_code_key: e.common_code_key,
				without_pins: !0
			} : {
				type: "access_codes/delete",
				access_code_id: e.access_code_id,
				without_pins: !0
			}), this.deletedId = e.access_code_id, this.requestUpdate();
		});
	}
	ask(e, t, n, r) {
		let i = this.context.store.sharedWith(e).length;
		this.dialog.ask({
			title: this.t(`code.${t}_title`),
			sentence: n,
			confirm: this.t(`code.${t}`),
			cancel: this.t("panel.cancel"),
			isDangerous: t === "delete",
			...i > 1 ? { choice: this.t("code.on_all_locks", { count: i }) } : {},
			act: async (e) => {
				await r(e);
			},
			errorText: (e) => this.context.texts.refusal(e)
		});
	}
	lockNames(e, t) {
		let { store: n, hass: r } = this.context, i = (t ? n.sharedWith(e) : [e]).map((e) => n.lockOf(e)?.name ?? e.lock_entity_id);
		return new Intl.ListFormat(r.locale.language).format(i);
	}
});
// src/form.ts
function it(e, t) {
	return {
		name: "",
		locks: t,
		pin: "",
		when: "always",
		starts: `${e.slice(0, 13)}:00`,
		ends: "",
		days: [],
		from: "09:00",
		to: "12:00",
		isOneTime: !1
	};
}
function at(e, t, n) {
	let r = it(n, [e.lock_entity_id]);
	if (r.name = e.name, r.isOneTime = e.is_one_time_use, e.type === "ongoing" || e.starts_at === null || e.ends_at === null) return r;
	if (r.starts = W(e.starts_at, t), r.ends = W(e.ends_at, t), r.when = "window", e.recurrence !== null) {
		let t = Ke(e.recurrence);
		r.when = t ? "weekly" : "other", r.days = t ?? [], r.from = r.starts.slice(11), r.to = r.ends.slice(11);
	}
	return r;
}
function ot(e, t) {
	if (e.when === "window") return !e.starts || !e.ends ? {} : {
		starts_at: `${e.starts}:00`,
		ends_at: `${e.ends}:00`
	};
	if (e.when === "weekly" && e.days.length > 0 && e.from && e.to) {
		let n = qe(e.days, e.from, e.to, t);
		return {
			starts_at: `${n.starts_at}:00`,
			ends_at: `${n.ends_at}:00`,
			recurrence: Ge(e.days)
		};
	}
	return {};
}
function st(e) {
	return e.locks.length === 0 ? !1 : e.when === "window" ? e.starts !== "" && e.ends !== "" : e.when !== "weekly" || e.days.length > 0 && e.from !== "" && e.to !== "";
}
function ct(e, t) {
	let n = ot(e, t);
	return e.name.trim() !== "" && (n.name = e.name.trim()), e.pin !== "" && (n.code = e.pin), e.isOneTime && (n.is_one_time_use = !0), n;
}
function lt(e, t, n) {
	let r = {};
	if (e.name.trim() !== t.name && (r.name = e.name.trim()), e.pin !== "" && (r.code = e.pin), e.isOneTime !== t.isOneTime && (r.is_one_time_use = e.isOneTime), e.when === "always") return t.when !== "always" && (r.code_type = "ongoing"), r;
	if (e.when === "window") {
		if (t.when === "window" && t.starts === e.starts && t.ends === e.ends) return r;
		let i = t.when === "weekly" || t.when === "other";
		return {
			...r,
			...ot(e, n),
			...i ? { recurrence: "" } : {}
		};
	}
	return e.when === "weekly" ? t.when === "weekly" && t.from === e.from && t.to === e.to && [...t.days].sort().join() === [...e.days].sort().join() ? r : {
		...r,
		...ot(e, n)
	} : r;
}
var ut = {
	name: "name",
	lock: "lock",
	code: "code",
	preferred_code_length: "code",
	starts_at: "when",
	ends_at: "when",
	recurrence: "when",
	type: "when",
	code_type: "when",
	is_one_time_use: "is_one_time_use",
	max_uses: "is_one_time_use"
};
function dt(e) {
	let t = /* @__PURE__ */ new Map();
	for (let n of e) {
		let e = ut[n.field ?? ""] ?? "form";
		t.set(e, [...t.get(e) ?? [], n]);
	}
	return t;
}
function ft(e) {
	let t = e.filter((e) => e != null), [n, ...r] = t;
	return n ? {
		lengths: n.code_lengths.filter((e) => r.every((t) => t.code_lengths.includes(e))),
		isDigitsOnly: t.some((e) => /^\d+$/.test(e.characters)),
		isChosenByLock: t.some((e) => e.is_pin_chosen_by_lock)
	} : null;
}
function pt(e) {
	let [t, n] = [e[0], e[e.length - 1]];
	return t === void 0 || n === void 0 ? "" : e.length > 2 && n - t === e.length - 1 ? `${t}–${n}` : e.join(", ");
}
// src/views/edit.ts
var mt = 350;
V("access-codes-edit", class extends L {
	static {
		this.properties = {
			context: { attribute: !1 },
			codeId: { attribute: !1 },
			form: { state: !0 },
			errors: { state: !0 },
			failure: { state: !0 },
			isBusy: { state: !0 },
			isForAll: { state: !0 },
			isTried: { state: !0 }
		};
	}
	constructor() {
		super(), this.original = null, this.round = 0, this.draw = async () => {
			this.failure = null;
			try {
				let e = await this.context.hass.callWS({
					type: "access_codes/generate_code",
					lock: this.targets.map((e) => e.lock)
				});
				this.put({ pin: e.code });
			} catch (e) {
				this.failure = this.context.texts.refusal(e);
			}
		}, this.onSubmit = async (e) => {
			if (e.preventDefault(), !this.isBusy && this.form) {
				if (this.isTried = !0, this.failure = null, !st(this.form)) return this.showFirstError();
				this.isBusy = !0;
				try {
					if (!await this.check()) return this.showFirstError();
					z(`/code/${this.codeId ? await this.save() : await this.create()}`, !0);
				} catch (e) {
					this.failure = this.context.texts.refusal(e);
				} finally {
					this.isBusy = !1;
				}
			}
		}, this.leave = () => Ne(this.codeId ? `/code/${this.codeId}` : "/now"), this.form = null, this.errors = /* @__PURE__ */ new Map(), this.failure = null, this.isBusy = !1, this.isForAll = !0, this.isTried = !1;
	}
	static {
		this.styles = [U, o`
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
    `];
	}
	get code() {
		return this.codeId ? this.context.store.codes.get(this.codeId) : void 0;
	}
	get today() {
		return this.context.clock.wall();
	}
	willUpdate(e) {
		if (e.has("codeId") && e.get("codeId") !== void 0 && (this.form = null), this.form !== null) return;
		let { store: t, clock: n } = this.context;
		if (this.codeId) {
			let { code: e } = this;
			if (!e) return;
			this.original = at(e, n.zone, this.today), this.form = { ...this.original };
			return;
		}
		let r = [...t.locks.values()].filter((e) => e.is_loaded && e.entity_id !== null);
		this.form = it(this.today, r.length === 1 ? [r[0].entity_id] : []);
	}
	render() {
		let { form: e, code: t } = this;
		return this.codeId && !t ? D`<div class="empty" role="status">
        ${H("search")}
        <p>${this.t("panel.not_found")}</p>
        <a class="button outlined" href="${R}/list" @click=${B}>${this.t("panel.to_list")}</a>
      </div>` : e ? D`<form class="card" novalidate autocomplete="off" @submit=${this.onSubmit}>
      ${this.renderName(e)} ${t ? this.renderShared(t) : this.renderLocks(e)} ${this.renderPin(e)}
      ${this.renderWhen(e)} ${this.renderOneTime(e)} ${this.renderErrors("form", "form-error")}
      ${this.failure ? D`<div class="note error" role="alert">${H("problem")} ${this.failure}</div>` : A}
      <div class="actions">
        <button type="button" @click=${this.leave}>${this.t("panel.cancel")}</button>
        <button type="submit" class="filled" ?disabled=${this.isBusy}>${this.t(t ? "edit.save" : "edit.create")}</button>
      </div>
    </form>` : D`${A}`;
	}
	renderName(e) {
		return D`<div>
      <label class="label" for="name">${this.t("edit.name")}</label>
      <input
        id="name"
        maxlength="200"
        .value=${e.name}
        placeholder=${this.codeId ? "" : this.t("edit.name_example")}
        @input=${(e) => this.put({ name: e.target.value })}
        aria-invalid=${this.errors.has("name") ? "true" : "false"}
        aria-describedby="name-error"
      />
      ${this.renderErrors("name", "name-error")}
    </div>`;
	}
	renderLocks(e) {
		let t = [...this.context.store.locks.values()].filter((e) => e.entity_id !== null).sort((e, t) => e.name.localeCompare(t.name)), n = this.isTried && e.locks.length === 0;
		return D`<fieldset aria-describedby="lock-error">
      <legend>${this.t("edit.locks")}</legend>
      ${t.map((t) => D`<label class="check">
          <input
            type="checkbox"
            .checked=${e.locks.includes(t.entity_id)}
            ?disabled=${!t.is_loaded}
            @change=${(e) => this.toggleLock(t.entity_id, e.target.checked)}
          />
          <span>
            ${t.name}
            ${t.area || !t.is_loaded ? D`<span class="quiet"> · ${t.is_loaded ? t.area : this.t("lock.not_running")}</span>` : A}
          </span>
        </label>`)}
      ${this.renderErrors("lock", "lock-error", n ? this.t("edit.lock_missing") : null)}
    </fieldset>`;
	}
	renderShared(e) {
		let { store: t } = this.context, n = t.sharedWith(e);
		if (n.length < 2) return A;
		let r = n.map((e) => t.lockOf(e)?.name ?? e.lock_entity_id).join(", ");
		return D`<label class="check">
      <input
        type="checkbox"
        .checked=${this.isForAll}
        @change=${(e) => {
			this.isForAll = e.target.checked, this.checkSoon();
		}}
      />
      <span>${this.t("edit.for_all", { locks: r })}</span>
    </label>`;
	}
	renderPin(e) {
		let t = this.limits(e);
		if (t?.isChosenByLock) return D`<div><span class="label">${this.t("edit.pin")}</span><div class="hint">${this.t("code.pin_chosen_by_lock")}</div></div>`;
		let n = t ? pt(t.lengths) : "";
		return D`<div>
      <label class="label" for="pin">${this.t("edit.pin")}</label>
      <div class="beside">
        <input
          id="pin"
          class="pin"
          inputmode=${t && !t.isDigitsOnly ? "text" : "numeric"}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          maxlength="64"
          .value=${e.pin}
          placeholder=${this.t(this.codeId ? "edit.pin_kept" : "edit.pin_random")}
          @input=${(e) => this.put({ pin: e.target.value.trim() })}
          aria-invalid=${this.errors.has("code") ? "true" : "false"}
          aria-describedby="pin-hint pin-error"
        />
        <button type="button" class="outlined small" @click=${this.draw} ?disabled=${e.locks.length === 0}>
          ${H("dice")} ${this.t("edit.draw")}
        </button>
      </div>
      ${n ? D`<div class="hint" id="pin-hint">${this.t(t?.isDigitsOnly ? "edit.digits" : "edit.characters", { lengths: n })}</div>` : A}
      ${this.renderErrors("code", "pin-error")}
    </div>`;
	}
	renderWhen(e) {
		let t = this.original?.when === "other" ? [
			"always",
			"window",
			"weekly",
			"other"
		] : [
			"always",
			"window",
			"weekly"
		], n = this.isTried && !st(e) && e.when !== "always" && e.locks.length > 0;
		return D`<fieldset aria-describedby="when-error">
      <legend>${this.t("edit.when")}</legend>
      <div class="segments">
        ${t.map((t) => D`<button
            type="button"
            aria-pressed=${e.when === t ? "true" : "false"}
            @click=${() => this.put({ when: t })}
          >
            ${this.t(`edit.when_${t}`)}
          </button>`)}
      </div>
      ${e.when === "window" ? this.renderWindow(e) : A}
      ${e.when === "weekly" ? this.renderWeekly(e) : A}
      ${e.when === "other" ? D`<div class="hint">${this.t("edit.other_kept")}</div>` : A}
      ${e.when === "window" || e.when === "weekly" ? this.renderZone() : A}
      ${this.renderErrors("when", "when-error", n ? this.t(e.when === "weekly" ? "edit.days_missing" : "edit.times_missing") : null)}
    </fieldset>`;
	}
	renderWindow(e) {
		return D`<div class="more">
      <div class="chips">
        ${He.map((e) => D`<button type="button" class="chip" @click=${() => this.choose(e)}>
            ${this.t(`edit.quick_${e}`)}
          </button>`)}
      </div>
      <div class="times">
        <label>${this.t("edit.starts")}
          <input
            type="datetime-local"
            name="starts"
            .value=${e.starts}
            aria-invalid=${this.errors.has("when") ? "true" : "false"}
            @input=${(e) => this.put({ starts: e.target.value })}
          />
        </label>
        <label>${this.t("edit.ends")}
          <input
            type="datetime-local"
            name="ends"
            .value=${e.ends}
            aria-invalid=${this.errors.has("when") ? "true" : "false"}
            @input=${(e) => this.put({ ends: e.target.value })}
          />
        </label>
      </div>
    </div>`;
	}
	renderWeekly(e) {
		let { clock: t } = this.context;
		return D`<div class="more">
      <div class="days" role="group" aria-label=${this.t("edit.days")}>
        ${[
			0,
			1,
			2,
			3,
			4,
			5,
			6
		].map((n) => D`<button
            type="button"
            class="chip"
            aria-pressed=${e.days.includes(n) ? "true" : "false"}
            aria-label=${t.weekdayName(n, "long")}
            @click=${() => this.toggleDay(n)}
          >
            ${t.weekdayName(n, "short")}
          </button>`)}
      </div>
      <div class="times short">
        <label>${this.t("edit.from")}
          <input
            type="time"
            name="from"
            .value=${e.from}
            @input=${(e) => this.put({ from: e.target.value })}
          />
        </label>
        <label>${this.t("edit.to")}
          <input
            type="time"
            name="to"
            .value=${e.to}
            @input=${(e) => this.put({ to: e.target.value })}
          />
        </label>
      </div>
      ${e.to && e.from && e.to <= e.from ? D`<div class="hint">${this.t("edit.over_midnight")}</div>` : A}
    </div>`;
	}
	renderZone() {
		let { zone: e } = this.context.clock;
		return Intl.DateTimeFormat().resolvedOptions().timeZone === e ? A : D`<div class="hint">${this.t("edit.zone", { zone: e })}</div>`;
	}
	renderOneTime(e) {
		let t = e.locks.every((e) => this.lockAt(e)?.capabilities?.reports_use);
		return !(e.locks.length > 0 && (t || e.isOneTime)) || this.codeId && this.isForAll && this.isSharedCode ? A : D`<div>
      <label class="check">
        <input
          type="checkbox"
          .checked=${e.isOneTime}
          @change=${(e) => this.put({ isOneTime: e.target.checked })}
        />
        <span>${this.t("edit.one_time")}</span>
      </label>
      ${this.renderErrors("is_one_time_use", "one-time-error")}
    </div>`;
	}
	renderErrors(e, t, n = null) {
		let { texts: r, store: i } = this.context, a = this.errors.get(e) ?? [], o = (this.form?.locks.length ?? 0) > 1, s = a.map((e) => {
			let t = o && e.lock ? [...i.locks.values()].find((t) => t.entity_id === e.lock) : void 0, n = r.refusal(e);
			return t ? `${t.name}: ${n}` : n;
		});
		return D`<div id=${t} aria-live="polite">
      ${[.../* @__PURE__ */ new Set([...n ? [n] : [], ...s])].map((e) => D`<div class="error small">${H("problem")} <span>${e}</span></div>`)}
    </div>`;
	}
	lockAt(e) {
		for (let t of this.context.store.locks.values()) if (t.entity_id === e) return t;
	}
	get isSharedCode() {
		return this.code !== void 0 && this.context.store.sharedWith(this.code).length > 1;
	}
	limits(e) {
		return ft(e.locks.map((e) => this.lockAt(e)?.capabilities));
	}
	put(e) {
		this.form && (this.form = {
			...this.form,
			...e
		}, this.checkSoon());
	}
	toggleLock(e, t) {
		let n = this.form.locks.filter((t) => t !== e);
		this.put({ locks: t ? [...n, e] : n });
	}
	toggleDay(e) {
		let { days: t } = this.form;
		this.put({ days: t.includes(e) ? t.filter((t) => t !== e) : [...t, e] });
	}
	choose(e) {
		let t = Ue(e, this.today);
		this.put({
			starts: t.starts_at,
			ends: t.ends_at
		});
	}
	get fields() {
		let e = this.form;
		return this.codeId ? lt(e, this.original, this.today) : ct(e, this.today);
	}
	get targets() {
		let { code: e } = this;
		return e ? (this.isForAll ? this.context.store.sharedWith(e) : [e]).map((e) => ({
			lock: e.lock_entity_id,
			codeId: e.access_code_id
		})) : this.form.locks.map((e) => ({ lock: e }));
	}
	checkSoon() {
		clearTimeout(this.timer), this.timer = setTimeout(() => void this.check(), mt);
	}
	async check() {
		clearTimeout(this.timer);
		let e = ++this.round, { fields: t, targets: n } = this, r = [];
		try {
			this.codeId ? Object.keys(t).length > 0 && (r = (await Promise.all(n.map(async ({ lock: e, codeId: n }) => (await this.ask({
				access_code_id: n,
				...t
			})).map((t) => ({
				...t,
				lock: e
			}))))).flat()) : n.length > 0 && (r = await this.ask({
				lock: n.map((e) => e.lock),
				...t
			}));
		} catch (t) {
			return e === this.round && (this.failure = this.context.texts.refusal(t)), !1;
		}
		return e === this.round && (this.errors = dt(r)), r.length === 0;
	}
	async ask(e) {
		return (await this.context.hass.callWS({
			type: "access_codes/check",
			...e
		})).errors;
	}
	showFirstError() {
		this.updateComplete.then(() => this.renderRoot.querySelector(".error, [aria-invalid=true]")?.scrollIntoView({ block: "center" }));
	}
	async create() {
		let { hass: e } = this.context, t = this.form.locks;
		return t.length === 1 ? (await e.callWS({
			type: "access_codes/create",
			lock: t[0],
			...this.fields,
			without_pins: !0
		})).access_code.access_code_id : (await e.callWS({
			type: "access_codes/create_multiple",
			entity_id: t,
			...this.fields,
			without_pins: !0
		})).access_codes[0].access_code_id;
	}
	async save() {
		let { hass: e } = this.context, t = this.code, { fields: n } = this;
		if (Object.keys(n).length === 0) return t.access_code_id;
		let r = this.isForAll && this.isSharedCode ? {
			type: "access_codes/update_multiple",
			common_code_key: t.common_code_key
		} : {
			type: "access_codes/update",
			access_code_id: t.access_code_id
		};
		return await e.callWS({
			...r,
			...n,
			without_pins: !0
		}), t.access_code_id;
	}
});
// ../../../../root/.cache/access_codes/npm-panel-99900d161bb8d749/node_modules/lit-html/directive.js
var ht = {
	ATTRIBUTE: 1,
	CHILD: 2,
	PROPERTY: 3,
	BOOLEAN_ATTRIBUTE: 4,
	EVENT: 5,
	ELEMENT: 6
}, gt = (e) => (...t) => ({
	_$litDirective$: e,
	values: t
}), _t = class {
	constructor(e) {}
	get _$AU() {
		return this._$AM._$AU;
	}
	_$AT(e, t, n) {
		this._$Ct = e, this._$AM = t, this._$Ci = n;
	}
	_$AS(e, t) {
		return this.update(e, t);
	}
	update(e, t) {
		return this.render(...t);
	}
}, { I: vt } = Oe, yt = (e) => e, bt = () => document.createComment(""), X = (e, t, n) => {
	let r = e._$AA.parentNode, i = t === void 0 ? e._$AB : t._$AA;
	if (n === void 0) n = new vt(r.insertBefore(bt(), i), r.insertBefore(bt(), i), e, e.options);
	else {
		let t = n._$AB.nextSibling, a = n._$AM, o = a !== e;
		if (o) {
			let t;
			n._$AQ?.(e), n._$AM = e, n._$AP !== void 0 && (t = e._$AU) !== a._$AU && n._$AP(t);
		}
		if (t !== i || o) {
			let e = n._$AA;
			for (; e !== t;) {
				let t = yt(e).nextSibling;
				yt(r).insertBefore(e, i), e = t;
			}
		}
	}
	return n;
}, Z = (e, t, n = e) => (e._$AI(t, n), e), xt = {}, St = (e, t = xt) => e._$AH = t, Ct = (e) => e._$AH, Q = (e) => {
	e._$AR(), e._$AA.remove();
}, wt = (e, t, n) => {
	let r = /* @__PURE__ */ new Map();
	for (let i = t; i <= n; i++) r.set(e[i], i);
	return r;
}, Tt = gt(class extends _t {
	constructor(e) {
		if (super(e), e.type !== ht.CHILD) throw Error("repeat() can only be used in text expressions");
	}
	dt(e, t, n) {
		let r;
		n === void 0 ? n = t : t !== void 0 && (r = t);
		let i = [], a = [], o = 0;
		for (let t of e) i[o] = r ? r(t, o) : o, a[o] = n(t, o), o++;
		return {
			values: a,
			keys: i
		};
	}
	render(e, t, n) {
		return this.dt(e, t, n).values;
	}
	update(e, [t, n, r]) {
		let i = Ct(e), { values: a, keys: o } = this.dt(t, n, r);
		if (!Array.isArray(i)) return this.ut = o, a;
		let s = this.ut ??= [], c = [], l, u, d = 0, f = i.length - 1, p = 0, m = a.length - 1;
		for (; d <= f && p <= m;) if (i[d] === null) d++;
		else if (i[f] === null) f--;
		else if (s[d] === o[p]) c[p] = Z(i[d], a[p]), d++, p++;
		else if (s[f] === o[m]) c[m] = Z(i[f], a[m]), f--, m--;
		else if (s[d] === o[m]) c[m] = Z(i[d], a[m]), X(e, c[m + 1], i[d]), d++, m--;
		else if (s[f] === o[p]) c[p] = Z(i[f], a[p]), X(e, i[d], i[f]), f--, p++;
		else if (l === void 0 && (l = wt(o, p, m), u = wt(s, d, f)), l.has(s[d])) {
			if (l.has(s[f])) {
				let t = u.get(o[p]), n = t === void 0 ? null : i[t];
				if (n === null) {
					let t = X(e, i[d]);
					Z(t, a[p]), c[p] = t;
				} else c[p] = Z(n, a[p]), X(e, i[d], n), i[t] = null;
				p++;
			} else Q(i[f]), f--;
		} else Q(i[d]), d++;
		for (; p <= m;) {
			let t = X(e, c[m + 1]);
			Z(t, a[p]), c[p++] = t;
		}
		for (; d <= f;) {
			let e = i[d++];
			e !== null && Q(e);
		}
		return this.ut = o, St(e, c), k;
	}
}), Et = [
	"all",
	"set",
	"upcoming",
	"problem",
	"paused",
	"ended"
], Dt = {
	problem: ["problem"],
	set: ["set"],
	setting: ["set"],
	unknown: ["set"],
	removing: ["ended"],
	paused: ["paused"],
	upcoming: ["upcoming"],
	ended: ["ended"],
	unset: ["upcoming"]
};
function Ot(e, t, n) {
	return t === "all" || Dt[J(e, n)].includes(t) || t === "paused" && e.is_paused || t === "ended" && Ze(e, n);
}
function kt(e, t) {
	let n = {
		all: 0,
		set: 0,
		upcoming: 0,
		problem: 0,
		paused: 0,
		ended: 0
	};
	for (let r of e) for (let e of Et) Ot(r, e, t) && (n[e] += 1);
	return n;
}
function At(e, t, n) {
	let r = n.toLocaleLowerCase().split(/\s+/).filter(Boolean), i = `${e.name} ${t?.name ?? ""} ${t?.area ?? ""}`.toLocaleLowerCase();
	return r.every((e) => i.includes(e));
}
var jt = (e) => e.next_window === null ? Infinity : Date.parse(e.next_window.starts_at);
function Mt(e, t) {
	let n = (e, t) => e.name.localeCompare(t.name), r = {
		name: n,
		created: (e, t) => t.created_at.localeCompare(e.created_at) || n(e, t),
		window: (e, t) => {
			let r = jt(e) - jt(t);
			return Number.isNaN(r) || r === 0 ? n(e, t) : r;
		}
	};
	return [...e].sort(r[t]);
}
function Nt(e, t, n) {
	let r = new Map([...t].map((e) => [e.entity_id, e])), i = /* @__PURE__ */ new Map();
	if (n === "lock") for (let e of [...r.values()].sort((e, t) => e.name.localeCompare(t.name))) i.set(`lock:${e.entity_id}`, {
		key: `lock:${e.entity_id}`,
		title: e.name,
		lock: e,
		codes: []
	});
	for (let t of e) {
		let e = r.get(t.lock_entity_id), a = n === "lock" ? `lock:${t.lock_entity_id}` : `person:${t.common_code_key ?? t.access_code_id}`, o = n === "lock" ? e?.name ?? t.lock_entity_id : t.name, s = i.get(a) ?? {
			key: a,
			title: o,
			lock: n === "lock" ? e : void 0,
			codes: []
		};
		s.codes.push(t), i.set(a, s);
	}
	return [...i.values()];
}
// src/views/list.ts
var $ = {
	search: "",
	filter: "all",
	by: "lock",
	sort: "name"
};
V("access-codes-list", class extends L {
	constructor(...e) {
		super(...e), this.onSearch = (e) => this.choose({ search: e.target.value });
	}
	static {
		this.styles = [U, o`
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
        background: var(--card);
      }
      .group h2 {
        display: flex;
        gap: 12px;
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
        gap: 12px;
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
      .none {
        padding: 16px;
        color: var(--quiet);
      }
      @media (max-width: 480px) {
        .orders {
          flex-wrap: nowrap;
          gap: 8px;
        }
        .orders .sort {
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
          grid-template-columns: minmax(240px, 1fr) auto;
          align-items: center;
        }
        .chips {
          grid-column: 1 / -1;
          grid-row: 2;
        }
      }
    `];
	}
	willUpdate(e) {
		if (e.get("context") !== void 0) return;
		let t = new URLSearchParams(location.search).get("show");
		t && Et.includes(t) && ($.filter = t);
	}
	render() {
		let { store: e, now: t } = this.context, n = new Map([...e.locks.values()].map((e) => [e.entity_id, e])), r = [...e.codes.values()].filter((e) => At(e, n.get(e.lock_entity_id), $.search)), i = kt(r, t), a = Mt(r.filter((e) => Ot(e, $.filter, t)), $.sort), o = $.filter === "all" && $.search.trim() === "", s = Nt(a, e.locks.values(), $.by).filter((e) => e.codes.length > 0 || o && e.lock);
		return D`
      <div class="tools" role="search">
        <div class="search">
          ${H("search")}
          <input
            type="search"
            aria-label=${this.t("list.search")}
            placeholder=${this.t("list.search")}
            .value=${$.search}
            @input=${this.onSearch}
          />
        </div>
        <div class="orders">
          <div class="two" role="group" aria-label=${this.t("list.group")}>
            ${["lock", "person"].map((e) => D`<button
                class="chip small"
                aria-pressed=${$.by === e ? "true" : "false"}
                @click=${() => this.choose({ by: e })}
              >
                ${H(e)} ${this.t(`list.by_${e}`)}
              </button>`)}
          </div>
          <label
            ><span class="sort">${this.t("list.sort")}</span>
            <select aria-label=${this.t("list.sort")} @change=${(e) => this.choose({ sort: e.target.value })}>
              ${[
			"name",
			"window",
			"created"
		].map((e) => D`<option value=${e} ?selected=${$.sort === e}>${this.t(`list.sort_${e}`)}</option>`)}
            </select>
          </label>
        </div>
        <div class="chips" role="group" aria-label=${this.t("list.filter")}>
          ${Et.map((e) => D`<button
              class="chip"
              aria-pressed=${$.filter === e ? "true" : "false"}
              @click=${() => this.choose({ filter: e })}
            >
              ${this.t(`list.show_${e}`)} <span class="quiet">${i[e]}</span>
            </button>`)}
        </div>
      </div>
      ${this.renderGroups(s)}
    `;
	}
	renderGroups(e) {
		if (e.length === 0) {
			let e = this.context.store.codes.size === 0;
			return D`<div class="empty" role="status">
        ${H(e ? "person" : "search")}
        <p>${this.t(e ? "list.empty" : "list.nothing_found")}</p>
        ${e ? A : D`<button class="outlined" @click=${() => this.choose({
				search: "",
				filter: "all"
			})}>
              ${this.t("list.show_everything")}
            </button>`}
      </div>`;
		}
		return $.by === "lock" ? D`${Tt(e, (e) => e.key, (e) => this.renderLock(e))}` : D`<section class="card group">
      ${Tt(e, (e) => e.key, (e, t) => this.renderPerson(e, t === 0))}
    </section>`;
	}
	renderLock(e) {
		let t = e.lock ? q(this.context, e.lock) : null, n = e.lock?.free_slots;
		return D`<section class="card group" aria-label=${e.title}>
      <h2>
        ${e.title}
        ${e.lock?.area ? D`<span class="quiet">${e.lock.area}</span>` : A}
        <span class="end quiet">
          ${this.t("list.count", { count: e.codes.length })}${n == null ? A : D` · ${this.t("lock.free", { count: n })}`}
        </span>
      </h2>
      ${t ? D`<div class="note error small">${H("offline")} ${t}</div>` : A}
      ${e.codes.length === 0 ? D`<div class="none">${this.t("list.none_on_lock")}</div>` : A}
      ${this.renderRows(e.codes, () => "")}
    </section>`;
	}
	renderPerson(e, t) {
		let { store: n } = this.context, r = (e) => n.lockOf(e)?.name ?? e.lock_entity_id;
		return e.codes.length === 1 ? D`${this.renderRows(e.codes, r, t)}` : D`<h3 class="person ${t ? "" : "later"}">
        <span>${e.title}</span>
        <span class="quiet">${this.t("list.on_locks", { count: e.codes.length })}</span>
      </h3>
      ${this.renderRows(e.codes, () => "", !0, r)}`;
	}
	renderRows(e, t, n = !0, r = () => "") {
		return Tt(e, (e) => e.access_code_id, (e, i) => D`<access-codes-row
        ?first=${n && i === 0}
        .context=${this.context}
        .code=${e}
        .heading=${r(e)}
        .place=${t(e)}
      ></access-codes-row>`);
	}
	choose(e) {
		Object.assign($, e), this.requestUpdate();
	}
});
// src/views/now.ts
var Pt = 6, Ft = 8;
V("access-codes-now", class extends L {
	static {
		this.styles = [U, o`
      :host {
        display: grid;
        gap: 24px;
      }
      section {
        display: grid;
        gap: 12px;
      }
      .locks {
        display: grid;
        gap: 16px;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr));
      }
      .head {
        display: flex;
        gap: 12px;
        align-items: center;
        padding: 14px 16px 10px;
      }
      .head h3 {
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .head .count {
        margin-inline-start: auto;
        text-align: end;
        flex: none;
      }
      .people a {
        display: flex;
        gap: 12px;
        align-items: center;
        min-height: 48px;
        padding: 6px 16px;
      }
      .people a:hover {
        background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
      }
      .people .name {
        font-weight: 500;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        unicode-bidi: isolate;
      }
      .people .when {
        margin-inline-start: auto;
        color: var(--quiet);
        text-align: end;
        flex: none;
        max-width: 55%;
      }
      .label {
        padding: 10px 16px 2px;
        font-size: var(--ha-font-size-s, 12px);
        color: var(--quiet);
      }
      .nobody {
        padding: 6px 16px 14px;
        color: var(--quiet);
      }
      .last {
        padding-bottom: 8px;
      }
      .more {
        padding: 4px 16px 12px;
        display: block;
        color: var(--accent);
        font-weight: 500;
      }
      .note + .note {
        border-top: 1px solid var(--line);
      }
      .note a,
      .note .link {
        color: var(--accent);
        font-weight: 500;
        white-space: nowrap;
      }
      .note .where {
        font-weight: 500;
      }
    `];
	}
	render() {
		let { store: e } = this.context, t = [...e.locks.values()].sort((e, t) => e.name.localeCompare(t.name)), n = tt(t, e.codes), r = t.filter((e) => !e.is_loaded);
		return D`
      ${n.length + r.length ? this.renderHands(n, r) : A}
      <section aria-labelledby="now">
        <h2 id="now">${this.t("now.open_now")}</h2>
        <div class="locks">${t.map((e) => this.renderLock(e))}</div>
      </section>
      ${this.renderNext()}
    `;
	}
	renderHands(e, t) {
		return D`<section aria-labelledby="hands">
      <h2 id="hands">${this.t("now.need_a_hand", { count: e.length + t.length })}</h2>
      <div class="card" role="list">
        ${t.map((e) => D`<div class="note error" role="listitem">
            ${H("problem")}
            <div><span class="where">${e.name}</span><br />${this.t("lock.not_loaded")}</div>
          </div>`)}
        ${e.map(({ lock: e, message: t, code: n, isWarning: r }) => D`<div class="note ${r ? "" : "error"}" role="listitem">
            ${H("problem")}
            <div>
              <span class="where">${n ? `${n.name} · ${e.name}` : e.name}</span><br />
              ${t}
              ${n ? D`<a href="${R}/code/${n.access_code_id}" @click=${B}>${this.t("now.look_at_code")}</a>` : D`<a href="/config/repairs">${this.t("now.look_at_repairs")}</a>`}
            </div>
          </div>`)}
      </div>
    </section>`;
	}
	renderLock(e) {
		let t = Qe(this.context.store.codes.values(), e), n = q(this.context, e), r = t.confirmed.length + t.unconfirmed.length + t.lingering.length === 0;
		return D`<article class="card" aria-label=${e.name}>
      <div class="head">
        <span class=${n ? "problem" : "quiet"}>${H(n ? "offline" : "lock")}</span>
        <div>
          <h3>${e.name}</h3>
          ${e.area ? D`<div class="quiet">${e.area}</div>` : A}
        </div>
        <div class="count quiet">${this.t("now.can_open", { count: t.confirmed.length })}</div>
      </div>
      ${n ? D`<div class="nobody problem">${n}</div>` : A}
      ${r ? D`<div class="nobody">${this.t("now.nobody")}</div>` : A}
      ${this.renderPeople(t.confirmed, "set", null)}
      ${this.renderPeople(t.unconfirmed, "setting", this.t("now.not_confirmed"))}
      ${this.renderPeople(t.lingering, "removing", this.t("now.may_still_open"))}
    </article>`;
	}
	renderPeople(e, t, n) {
		return e.length === 0 ? A : D`${n ? D`<div class="label">${n}</div>` : A}
      <ul class="people last">
        ${e.slice(0, Ft).map((e) => D`<li>
            <a href="${R}/code/${e.access_code_id}" @click=${B}>
              <span class=${t}>${H(t)}</span>
              <span class="name">${e.name}</span>
              <span class="when">${K(this.context, e)}</span>
            </a>
          </li>`)}
      </ul>
      ${e.length > Ft ? D`<a class="more" href="${R}/list" @click=${B}
            >${this.t("now.and_more", { count: e.length - Ft })}</a
          >` : A}`;
	}
	renderNext() {
		let { store: e, now: t } = this.context, n = $e(e.codes.values(), t);
		return D`<section aria-labelledby="next">
      <h2 id="next">${this.t("now.next")}</h2>
      <div class="card">
        ${n.length === 0 ? D`<div class="pad quiet">${this.t("now.nobody_next")}</div>` : A}
        ${n.slice(0, Pt).map((t, n) => D`<access-codes-row
            ?first=${n === 0}
            .context=${this.context}
            .code=${t}
            .place=${e.lockOf(t)?.name ?? ""}
          ></access-codes-row>`)}
        ${n.length > Pt ? D`<a class="more" style="padding-top:12px" href="${R}/list?show=upcoming" @click=${B}
              >${this.t("now.and_more", { count: n.length - Pt })}</a
            >` : A}
      </div>
    </section>`;
	}
}), V("access-codes-row", class extends L {
	constructor(...e) {
		super(...e), this.shown = [];
	}
	static {
		this.properties = {
			context: { attribute: !1 },
			code: { attribute: !1 },
			heading: {},
			place: {}
		};
	}
	static {
		this.styles = [U, o`
      :host {
        content-visibility: auto;
        contain-intrinsic-size: auto 64px;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 16px;
        min-height: 60px;
        padding: 8px 12px 8px 16px;
        border-top: 1px solid var(--line);
      }
      :host([first]) .row {
        border-top: none;
      }
      .row:hover {
        background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
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
        unicode-bidi: isolate;
      }
      .second {
        color: var(--quiet);
        overflow-wrap: anywhere;
      }
      .chevron {
        color: var(--quiet);
      }
    `];
	}
	shouldUpdate() {
		let e = [
			this.code,
			this.heading,
			this.place,
			this.context.texts,
			this.context.clock,
			this.context.now
		];
		return !e.every((e, t) => e === this.shown[t]) && (this.shown = e, !0);
	}
	render() {
		let { code: e, context: t } = this, n = J(e, t.now), r = [this.place, K(t, e)].filter(Boolean).join(" · "), i = n === "set" || n === "upcoming" ? A : D` · ${this.t(`status.${n}`)}`;
		return D`<a class="row" href="${R}/code/${e.access_code_id}" @click=${B}>
      <span class=${n} title=${this.t(`status.${n}`)}>${H(n)}</span>
      <span class="visually-hidden">${this.t(`status.${n}`)}</span>
      <div class="texts">
        <div class="name">${this.heading || e.name}</div>
        <div class="second">${r}${i}</div>
      </div>
      <span class="chevron small">${H("chevron")}</span>
    </a>`;
	}
});
// src/main.ts
var It = 6e4, Lt = class extends I {
	constructor(...e) {
		super(...e), this.language = "", this.retry = () => {
			this.store?.stop(), this.store = void 0, this.startStore(), this.requestUpdate();
		}, this.openMenu = () => {
			this.dispatchEvent(new CustomEvent("hass-toggle-menu", {
				bubbles: !0,
				composed: !0
			}));
		};
	}
	static {
		this.properties = {
			hass: { attribute: !1 },
			narrow: {
				type: Boolean,
				reflect: !0
			},
			route: { attribute: !1 },
			texts: { state: !0 }
		};
	}
	static {
		this.styles = [U, o`
      :host {
        min-height: 100vh;
        min-height: 100dvh;
        background: var(--primary-background-color, #fafafa);
        --color-scheme: light;
      }
      :host([dark]) {
        --color-scheme: dark;
      }
      header {
        position: sticky;
        top: 0;
        z-index: 2;
        display: flex;
        align-items: center;
        gap: 4px;
        height: var(--header-height, 56px);
        padding: 0 8px 0 12px;
        background: var(--app-header-background-color, var(--primary-color));
        color: var(--app-header-text-color, var(--text-primary-color, #fff));
        border-bottom: var(--app-header-border-bottom, 1px solid var(--line));
      }
      h1 {
        margin: 0 8px;
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: 400;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
        flex: 1;
      }
      header nav {
        display: flex;
        height: 100%;
      }
      header nav a {
        display: flex;
        align-items: center;
        padding: 0 16px;
        font-weight: 500;
        border-bottom: 2px solid transparent;
        opacity: 0.85;
      }
      header nav a[aria-current="page"] {
        border-color: currentColor;
        opacity: 1;
      }
      main {
        max-width: 1080px;
        margin: 0 auto;
        padding: 24px 24px 96px;
      }
      :host([narrow]) main {
        padding: 16px 12px 96px;
      }
      .add {
        position: fixed;
        inset-inline-end: calc(24px + env(safe-area-inset-right, 0px));
        bottom: calc(24px + env(safe-area-inset-bottom, 0px));
        z-index: 3;
        min-height: 56px;
        padding: 0 20px;
        border-radius: 16px;
        background: var(--accent);
        color: var(--on-accent);
        font-weight: 500;
        box-shadow: 0 3px 8px rgba(0, 0, 0, 0.3);
        display: inline-flex;
        align-items: center;
        gap: 12px;
      }
      .add:hover {
        background: color-mix(in srgb, var(--accent) 88%, #000);
      }
      .offline {
        position: sticky;
        top: var(--header-height, 56px);
        z-index: 1;
        background: var(--warn);
        color: #000;
        padding: 8px 16px;
        display: flex;
        gap: 12px;
        align-items: center;
      }
      .loading {
        display: grid;
        gap: 16px;
      }
      .loading div {
        height: 96px;
        border-radius: var(--radius);
        background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      }
    `];
	}
	connectedCallback() {
		super.connectedCallback(), this.timer = setInterval(() => this.requestUpdate(), It / 2), this.startStore();
	}
	disconnectedCallback() {
		super.disconnectedCallback(), clearInterval(this.timer), this.store?.stop(), this.store = void 0;
	}
	startStore() {
		!this.store && this.hass && this.isConnected && (this.store = new Ie(this.hass.connection, () => this.requestUpdate()), this.store.start());
	}
	shouldUpdate(e) {
		if (e.size === 1 && e.has("hass")) {
			let t = e.get("hass");
			return t === void 0 || t.locale !== this.hass.locale || t.config.time_zone !== this.hass.config.time_zone || t.themes?.darkMode !== this.hass.themes?.darkMode;
		}
		return !0;
	}
	willUpdate() {
		this.startStore();
		let { hass: e } = this;
		if (this.toggleAttribute("dark", e?.themes?.darkMode === !0), !e) return;
		let t = `${e.locale.language}|${e.locale.time_format}|${e.config.time_zone}`;
		t !== this.language && (this.language = t, this.clock = new Je(e), ze.load(e).then((e) => this.texts = e, () => this.language = ""));
	}
	get hasSidebar() {
		return !this.narrow && this.hass?.dockedSidebar !== "always_hidden";
	}
	get path() {
		return (this.route?.path || "/now").replace(/\/+$/, "") || "/now";
	}
	render() {
		let { texts: e } = this, [, t = "now"] = this.path.split("/"), n = t === "now" || t === "list";
		return D`
      <header>
        ${n ? this.hasSidebar ? A : D`<button class="round" @click=${this.openMenu} aria-label=${e?.t("panel.menu") ?? ""}>
              ${H("menu")}
            </button>` : D`<button class="round" @click=${() => Ne("/list")} aria-label=${e?.t("panel.back") ?? ""}>
              ${H("back")}
            </button>`}
        <h1>${e?.t(n ? "panel.title" : `panel.${t}`) ?? ""}</h1>
        ${n && e ? D`<nav aria-label=${e.t("panel.title")}>
              ${["now", "list"].map((n) => D`<a
                  href="${R}/${n}"
                  @click=${B}
                  aria-current=${t === n ? "page" : "false"}
                  >${e.t(`panel.${n}`)}</a
                >`)}
            </nav>` : A}
      </header>
      ${this.store?.isOffline && e ? D`<div class="offline small" role="status">${H("offline")} ${e.t("panel.offline")}</div>` : A}
      <main>${this.renderPage(t)}</main>
      ${n && e && this.store && this.store.locks.size > 0 ? D`<a class="add" href="${R}/new" @click=${B}>${H("plus")} ${e.t("panel.add")}</a>` : A}
    `;
	}
	renderPage(e) {
		let { store: t, texts: n, clock: r, hass: i } = this;
		if (!t || !n || !r || !t.error && !(t.hasCodes && t.hasLocks)) return D`<div class="loading" role="status" aria-label=${n?.t("panel.loading") ?? ""}>
        <div></div>
        <div></div>
        <div></div>
      </div>`;
		if (t.error) return D`<div class="empty" role="alert">
        ${H("problem")}
        <p>${n.t(t.error.code === "unauthorized" ? "panel.not_allowed" : "panel.failed")}</p>
        <button class="outlined" @click=${this.retry}>${n.t("panel.retry")}</button>
      </div>`;
		if (t.locks.size === 0) return D`<div class="empty">
        ${H("lock")}
        <p>${n.t("panel.no_locks")}</p>
        <a class="button filled" href="/config/integrations/integration/access_codes">${n.t("panel.link_locks")}</a>
      </div>`;
		let a = {
			hass: i,
			store: t,
			texts: n,
			clock: r,
			now: Math.floor(Date.now() / It) * It
		};
		return this.renderView(e, a);
	}
	renderView(e, t) {
		let [, , n = ""] = this.path.split("/");
		switch (e) {
			case "list": return D`<access-codes-list .context=${t}></access-codes-list>`;
			case "code": return D`<access-codes-code .context=${t} .codeId=${n}></access-codes-code>`;
			case "new": return D`<access-codes-edit .context=${t} .codeId=${""}></access-codes-edit>`;
			case "edit": return D`<access-codes-edit .context=${t} .codeId=${n}></access-codes-edit>`;
			default: return D`<access-codes-now .context=${t}></access-codes-now>`;
		}
	}
};
V("access-codes-panel", Lt);
export { Lt as AccessCodesPanel };
