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
})(e) : e, { is: l, defineProperty: u, getOwnPropertyDescriptor: d, getOwnPropertyNames: ee, getOwnPropertySymbols: te, getPrototypeOf: ne } = Object, f = globalThis, re = f.trustedTypes, ie = re ? re.emptyScript : "", ae = f.reactiveElementPolyfillSupport, p = (e, t) => e, m = {
	toAttribute(e, t) {
		switch (t) {
			case Boolean:
				e = e ? ie : null;
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
}, oe = (e, t) => !l(e, t), se = {
	attribute: !0,
	type: String,
	converter: m,
	reflect: !1,
	useDefault: !1,
	hasChanged: oe
};
Symbol.metadata ??= Symbol("metadata"), f.litPropertyMetadata ??= /* @__PURE__ */ new WeakMap();
var h = class extends HTMLElement {
	static addInitializer(e) {
		this._$Ei(), (this.l ??= []).push(e);
	}
	static get observedAttributes() {
		return this.finalize(), this._$Eh && [...this._$Eh.keys()];
	}
	static createProperty(e, t = se) {
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
		return this.elementProperties.get(e) ?? se;
	}
	static _$Ei() {
		if (this.hasOwnProperty(p("elementProperties"))) return;
		let e = ne(this);
		e.finalize(), e.l !== void 0 && (this.l = [...e.l]), this.elementProperties = new Map(e.elementProperties);
	}
	static finalize() {
		if (this.hasOwnProperty(p("finalized"))) return;
		if (this.finalized = !0, this._$Ei(), this.hasOwnProperty(p("properties"))) {
			let e = this.properties, t = [...ee(e), ...te(e)];
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
			let i = (n.converter?.toAttribute === void 0 ? m : n.converter).toAttribute(t, n.type);
			this._$Em = e, i == null ? this.removeAttribute(r) : this.setAttribute(r, i), this._$Em = null;
		}
	}
	_$AK(e, t) {
		let n = this.constructor, r = n._$Eh.get(e);
		if (r !== void 0 && this._$Em !== r) {
			let e = n.getPropertyOptions(r), i = typeof e.converter == "function" ? { fromAttribute: e.converter } : e.converter?.fromAttribute === void 0 ? m : e.converter;
			this._$Em = r;
			let a = i.fromAttribute(t, e.type);
			this[r] = a ?? this._$Ej?.get(r) ?? a, this._$Em = null;
		}
	}
	requestUpdate(e, t, n, r = !1, i) {
		if (e !== void 0) {
			let a = this.constructor;
			if (!1 === r && (i = this[e]), n ??= a.getPropertyOptions(e), !((n.hasChanged ?? oe)(i, t) || n.useDefault && n.reflect && i === this._$Ej?.get(e) && !this.hasAttribute(a._$Eu(e, n)))) return;
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
h.elementStyles = [], h.shadowRootOptions = { mode: "open" }, h[p("elementProperties")] = /* @__PURE__ */ new Map(), h[p("finalized")] = /* @__PURE__ */ new Map(), ae?.({ ReactiveElement: h }), (f.reactiveElementVersions ??= []).push("2.1.2");
// ../../../../root/.cache/access_codes/npm-panel-99900d161bb8d749/node_modules/lit-html/lit-html.js
var g = globalThis, ce = (e) => e, _ = g.trustedTypes, le = _ ? _.createPolicy("lit-html", { createHTML: (e) => e }) : void 0, v = "$lit$", y = `lit$${Math.random().toFixed(9).slice(2)}$`, ue = "?" + y, de = `<${ue}>`, b = document, x = () => b.createComment(""), S = (e) => e === null || typeof e != "object" && typeof e != "function", C = Array.isArray, fe = (e) => C(e) || typeof e?.[Symbol.iterator] == "function", w = "[ 	\n\f\r]", T = /<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g, E = /-->/g, D = />/g, O = RegExp(`>|${w}(?:([^\\s"'>=/]+)(${w}*=${w}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`, "g"), k = /'/g, A = /"/g, pe = /^(?:script|style|textarea|title)$/i, j = (e) => (t, ...n) => ({
	_$litType$: e,
	strings: t,
	values: n
}), M = j(1), N = j(2), P = Symbol.for("lit-noChange"), F = Symbol.for("lit-nothing"), me = /* @__PURE__ */ new WeakMap(), I = b.createTreeWalker(b, 129);
function he(e, t) {
	if (!C(e) || !e.hasOwnProperty("raw")) throw Error("invalid template strings array");
	return le === void 0 ? t : le.createHTML(t);
}
var ge = (e, t) => {
	let n = e.length - 1, r = [], i, a = t === 2 ? "<svg>" : t === 3 ? "<math>" : "", o = T;
	for (let t = 0; t < n; t++) {
		let n = e[t], s, c, l = -1, u = 0;
		for (; u < n.length && (o.lastIndex = u, c = o.exec(n), c !== null);) u = o.lastIndex, o === T ? c[1] === "!--" ? o = E : c[1] === void 0 ? c[2] === void 0 ? c[3] !== void 0 && (o = O) : (pe.test(c[2]) && (i = RegExp("</" + c[2], "g")), o = O) : o = D : o === O ? c[0] === ">" ? (o = i ?? T, l = -1) : c[1] === void 0 ? l = -2 : (l = o.lastIndex - c[2].length, s = c[1], o = c[3] === void 0 ? O : c[3] === "\"" ? A : k) : o === A || o === k ? o = O : o === E || o === D ? o = T : (o = O, i = void 0);
		let d = o === O && e[t + 1].startsWith("/>") ? " " : "";
		a += o === T ? n + de : l >= 0 ? (r.push(s), n.slice(0, l) + v + n.slice(l) + y + d) : n + y + (l === -2 ? t : d);
	}
	return [he(e, a + (e[n] || "<?>") + (t === 2 ? "</svg>" : t === 3 ? "</math>" : "")), r];
}, L = class e {
	constructor({ strings: t, _$litType$: n }, r) {
		let i;
		this.parts = [];
		let a = 0, o = 0, s = t.length - 1, c = this.parts, [l, u] = ge(t, n);
		if (this.el = e.createElement(l, r), I.currentNode = this.el.content, n === 2 || n === 3) {
			let e = this.el.content.firstChild;
			e.replaceWith(...e.childNodes);
		}
		for (; (i = I.nextNode()) !== null && c.length < s;) {
			if (i.nodeType === 1) {
				if (i.hasAttributes()) for (let e of i.getAttributeNames()) if (e.endsWith(v)) {
					let t = u[o++], n = i.getAttribute(e).split(y), r = /([.?@])?(.*)/.exec(t);
					c.push({
						type: 1,
						index: a,
						name: r[2],
						strings: n,
						ctor: r[1] === "." ? ve : r[1] === "?" ? ye : r[1] === "@" ? be : B
					}), i.removeAttribute(e);
				} else e.startsWith(y) && (c.push({
					type: 6,
					index: a
				}), i.removeAttribute(e));
				if (pe.test(i.tagName)) {
					let e = i.textContent.split(y), t = e.length - 1;
					if (t > 0) {
						i.textContent = _ ? _.emptyScript : "";
						for (let n = 0; n < t; n++) i.append(e[n], x()), I.nextNode(), c.push({
							type: 2,
							index: ++a
						});
						i.append(e[t], x());
					}
				}
			} else if (i.nodeType === 8) {
				if (i.data === ue) c.push({
					type: 2,
					index: a
				});
				else {
					let e = -1;
					for (; (e = i.data.indexOf(y, e + 1)) !== -1;) c.push({
						type: 7,
						index: a
					}), e += y.length - 1;
				}
			}
			a++;
		}
	}
	static createElement(e, t) {
		let n = b.createElement("template");
		return n.innerHTML = e, n;
	}
};
function R(e, t, n = e, r) {
	if (t === P) return t;
	let i = r === void 0 ? n._$Cl : n._$Co?.[r], a = S(t) ? void 0 : t._$litDirective$;
	return i?.constructor !== a && (i?._$AO?.(!1), a === void 0 ? i = void 0 : (i = new a(e), i._$AT(e, n, r)), r === void 0 ? n._$Cl = i : (n._$Co ??= [])[r] = i), i !== void 0 && (t = R(e, i._$AS(e, t.values), i, r)), t;
}
var _e = class {
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
		let { el: { content: t }, parts: n } = this._$AD, r = (e?.creationScope ?? b).importNode(t, !0);
		I.currentNode = r;
		let i = I.nextNode(), a = 0, o = 0, s = n[0];
		for (; s !== void 0;) {
			if (a === s.index) {
				let t;
				s.type === 2 ? t = new z(i, i.nextSibling, this, e) : s.type === 1 ? t = new s.ctor(i, s.name, s.strings, this, e) : s.type === 6 && (t = new xe(i, this, e)), this._$AV.push(t), s = n[++o];
			}
			a !== s?.index && (i = I.nextNode(), a++);
		}
		return I.currentNode = b, r;
	}
	p(e) {
		let t = 0;
		for (let n of this._$AV) n !== void 0 && (n.strings === void 0 ? n._$AI(e[t]) : (n._$AI(e, n, t), t += n.strings.length - 2)), t++;
	}
}, z = class e {
	get _$AU() {
		return this._$AM?._$AU ?? this._$Cv;
	}
	constructor(e, t, n, r) {
		this.type = 2, this._$AH = F, this._$AN = void 0, this._$AA = e, this._$AB = t, this._$AM = n, this.options = r, this._$Cv = r?.isConnected ?? !0;
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
		e = R(this, e, t), S(e) ? e === F || e == null || e === "" ? (this._$AH !== F && this._$AR(), this._$AH = F) : e !== this._$AH && e !== P && this._(e) : e._$litType$ === void 0 ? e.nodeType === void 0 ? fe(e) ? this.k(e) : this._(e) : this.T(e) : this.$(e);
	}
	O(e) {
		return this._$AA.parentNode.insertBefore(e, this._$AB);
	}
	T(e) {
		this._$AH !== e && (this._$AR(), this._$AH = this.O(e));
	}
	_(e) {
		this._$AH !== F && S(this._$AH) ? this._$AA.nextSibling.data = e : this.T(b.createTextNode(e)), this._$AH = e;
	}
	$(e) {
		let { values: t, _$litType$: n } = e, r = typeof n == "number" ? this._$AC(e) : (n.el === void 0 && (n.el = L.createElement(he(n.h, n.h[0]), this.options)), n);
		if (this._$AH?._$AD === r) this._$AH.p(t);
		else {
			let e = new _e(r, this), n = e.u(this.options);
			e.p(t), this.T(n), this._$AH = e;
		}
	}
	_$AC(e) {
		let t = me.get(e.strings);
		return t === void 0 && me.set(e.strings, t = new L(e)), t;
	}
	k(t) {
		C(this._$AH) || (this._$AH = [], this._$AR());
		let n = this._$AH, r, i = 0;
		for (let a of t) i === n.length ? n.push(r = new e(this.O(x()), this.O(x()), this, this.options)) : r = n[i], r._$AI(a), i++;
		i < n.length && (this._$AR(r && r._$AB.nextSibling, i), n.length = i);
	}
	_$AR(e = this._$AA.nextSibling, t) {
		for (this._$AP?.(!1, !0, t); e !== this._$AB;) {
			let t = ce(e).nextSibling;
			ce(e).remove(), e = t;
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
		this.type = 1, this._$AH = F, this._$AN = void 0, this.element = e, this.name = t, this._$AM = r, this.options = i, n.length > 2 || n[0] !== "" || n[1] !== "" ? (this._$AH = Array(n.length - 1).fill(/* @__PURE__ */ new String()), this.strings = n) : this._$AH = F;
	}
	_$AI(e, t = this, n, r) {
		let i = this.strings, a = !1;
		if (i === void 0) e = R(this, e, t, 0), a = !S(e) || e !== this._$AH && e !== P, a && (this._$AH = e);
		else {
			let r = e, o, s;
			for (e = i[0], o = 0; o < i.length - 1; o++) s = R(this, r[n + o], t, o), s === P && (s = this._$AH[o]), a ||= !S(s) || s !== this._$AH[o], s === F ? e = F : e !== F && (e += (s ?? "") + i[o + 1]), this._$AH[o] = s;
		}
		a && !r && this.j(e);
	}
	j(e) {
		e === F ? this.element.removeAttribute(this.name) : this.element.setAttribute(this.name, e ?? "");
	}
}, ve = class extends B {
	constructor() {
		super(...arguments), this.type = 3;
	}
	j(e) {
		this.element[this.name] = e === F ? void 0 : e;
	}
}, ye = class extends B {
	constructor() {
		super(...arguments), this.type = 4;
	}
	j(e) {
		this.element.toggleAttribute(this.name, !!e && e !== F);
	}
}, be = class extends B {
	constructor(e, t, n, r, i) {
		super(e, t, n, r, i), this.type = 5;
	}
	_$AI(e, t = this) {
		if ((e = R(this, e, t, 0) ?? F) === P) return;
		let n = this._$AH, r = e === F && n !== F || e.capture !== n.capture || e.once !== n.once || e.passive !== n.passive, i = e !== F && (n === F || r);
		r && this.element.removeEventListener(this.name, this, n), i && this.element.addEventListener(this.name, this, e), this._$AH = e;
	}
	handleEvent(e) {
		typeof this._$AH == "function" ? this._$AH.call(this.options?.host ?? this.element, e) : this._$AH.handleEvent(e);
	}
}, xe = class {
	constructor(e, t, n) {
		this.element = e, this.type = 6, this._$AN = void 0, this._$AM = t, this.options = n;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	_$AI(e) {
		R(this, e);
	}
}, Se = g.litHtmlPolyfillSupport;
Se?.(L, z), (g.litHtmlVersions ??= []).push("3.3.3");
var Ce = (e, t, n) => {
	let r = n?.renderBefore ?? t, i = r._$litPart$;
	if (i === void 0) {
		let e = n?.renderBefore ?? null;
		r._$litPart$ = i = new z(t.insertBefore(x(), e), e, void 0, n ?? {});
	}
	return i._$AI(e), i;
}, V = globalThis, H = class extends h {
	constructor() {
		super(...arguments), this.renderOptions = { host: this }, this._$Do = void 0;
	}
	createRenderRoot() {
		let e = super.createRenderRoot();
		return this.renderOptions.renderBefore ??= e.firstChild, e;
	}
	update(e) {
		let t = this.render();
		this.hasUpdated || (this.renderOptions.isConnected = this.isConnected), super.update(e), this._$Do = Ce(t, this.renderRoot, this.renderOptions);
	}
	connectedCallback() {
		super.connectedCallback(), this._$Do?.setConnected(!0);
	}
	disconnectedCallback() {
		super.disconnectedCallback(), this._$Do?.setConnected(!1);
	}
	render() {
		return P;
	}
};
H._$litElement$ = !0, H.finalized = !0, V.litElementHydrateSupport?.({ LitElement: H });
var we = V.litElementPolyfillSupport;
we?.({ LitElement: H }), (V.litElementVersions ??= []).push("4.2.2");
// src/context.ts
var U = class extends H {
	static {
		this.properties = { context: { attribute: !1 } };
	}
	t(e, t) {
		return this.context.texts.t(e, t);
	}
	go(e) {
		G(e);
	}
}, W = "/access-codes";
function G(e, t = !1) {
	let n = `${W}${e}`;
	t ? history.replaceState(null, "", n) : history.pushState(null, "", n), window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace: t } }));
}
function K(e) {
	if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey) return;
	let t = e.currentTarget.getAttribute("href") ?? "";
	t.startsWith("/access-codes/") && (e.preventDefault(), G(t.slice(13)));
}
function q(e, t) {
	customElements.get(e) || customElements.define(e, t);
}
// src/icons.ts
var Te = {
	menu: N`<path d="M4 6h16M4 12h16M4 18h16"/>`,
	back: N`<path d="M20 12H5M11 5l-7 7 7 7"/>`,
	plus: N`<path d="M12 5v14M5 12h14"/>`,
	search: N`<circle cx="11" cy="11" r="6"/><path d="M20 20l-4.5-4.5"/>`,
	chevron: N`<path d="M9 5l7 7-7 7"/>`,
	eye: N`<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>`,
	eyeOff: N`<path d="M4 4l16 16M9.5 5.4A9 9 0 0 1 12 5c6 0 10 7 10 7a17 17 0 0 1-3 3.7M6 7.3A16 16 0 0 0 2 12s4 7 10 7a9 9 0 0 0 4-1"/>`,
	copy: N`<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3"/>`,
	edit: N`<path d="M4 20l1-4L16 5l3 3L8 19z"/>`,
	trash: N`<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v6M14 11v6"/>`,
	pause: N`<path d="M9 5v14M15 5v14"/>`,
	play: N`<path d="M7 5l12 7-12 7z"/>`,
	dice: N`<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M9 9h.01M15 15h.01M15 9h.01M9 15h.01"/>`,
	lock: N`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,
	person: N`<circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>`,
	offline: N`<path d="M4 4l16 16M5 11a10 10 0 0 1 4-2.5M19 11a10 10 0 0 0-5-2.8M8.500 14.500a5 5 0 0 1 7 0M12 18.500h.01"/>`,
	set: N`<circle cx="12" cy="12" r="9"/><path d="M8 12.500l3 3 5-6"/>`,
	setting: N`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M12 16V8M8.500 11.500L12 8l3.500 3.500"/>`,
	removing: N`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M8 12h8"/>`,
	unknown: N`<circle cx="12" cy="12" r="9"/><path d="M9.500 9.500a2.500 2.500 0 1 1 3.500 2.500c-.7.4-1 .9-1 1.700M12 17h.01"/>`,
	paused: N`<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>`,
	upcoming: N`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.500 2"/>`,
	ended: N`<circle cx="12" cy="12" r="9"/><path d="M6 18L18 6"/>`,
	unset: N`<circle cx="12" cy="12" r="9"/>`,
	problem: N`<path d="M12 4l9 16H3zM12 10v4M12 17h.01"/>`
}, J = (e) => M`<svg
  class="icon"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  ${Te[e]}
</svg>`;
// src/store.ts
function Ee(e, t, n) {
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
var De = class {
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
		this.codes = Ee(this.areCodesOld ? /* @__PURE__ */ new Map() : this.codes, e, "access_code_id"), this.areCodesOld = !1, this.hasCodes = !0, this.changed();
	}
	onLocks(e) {
		this.locks = Ee(this.areLocksOld ? /* @__PURE__ */ new Map() : this.locks, e, "entry_id"), this.areLocksOld = !1, this.hasLocks = !0, e.linkable && (this.linkable = e.linkable), this.changed();
	}
}, Y = o`
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
`, Oe = "component.access_codes.config_panel", ke = "component.access_codes.exceptions", Ae = class e {
	constructor(e) {
		this.localize = e;
	}
	static async load(t) {
		return await t.loadBackendTranslation("exceptions", "access_codes"), new e(await t.loadBackendTranslation("config_panel", "access_codes"));
	}
	static from(t) {
		return new e(t);
	}
	t(e, t) {
		return this.localize(`${Oe}.${e}`, t) || e;
	}
	message(e, t) {
		return this.localize(`${ke}.${e}.message`, t);
	}
	refusal(e) {
		let t = { ...e.translation_placeholders ?? {} };
		if (!e.translation_key) return e.message;
		let n = t.field;
		return n && (t.field = this.t(`field.${n}`) || n), this.message(e.translation_key, t) || e.message;
	}
};
// src/times.ts
function je(e, t) {
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
var Me = [
	"MO",
	"TU",
	"WE",
	"TH",
	"FR",
	"SA",
	"SU"
];
function Ne(e) {
	let t = /^FREQ=WEEKLY;(?:INTERVAL=1;)?BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)$/i.exec(e);
	return t ? t[1].toUpperCase().split(",").map((e) => Me.indexOf(e)) : null;
}
var Pe = class {
	constructor(e) {
		this.zone = e.config.time_zone, this.language = e.locale.language, this.hour12 = e.locale.time_format === "12" || e.locale.time_format !== "24" && void 0;
	}
	wall(e = /* @__PURE__ */ new Date()) {
		return je(e, this.zone);
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
function Fe({ texts: e, clock: t, now: n }, r) {
	let i = r.next_window;
	if (r.type === "ongoing") return e.t("when.always");
	if (r.recurrence !== null) {
		let n = Ne(r.recurrence);
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
function Ie({ texts: e, clock: t }, n) {
	if (!n.is_loaded) return e.t("lock.not_loaded");
	if (n.reach === "reachable" || n.reach === null) return null;
	let r = n.reach_since === null ? "" : t.moment(n.reach_since);
	return e.t(`lock.${n.reach}`, { since: r });
}
// src/standing.ts
var Le = (e) => e.pending_mutations.some((e) => e.mutation_code === "deleting");
function Re(e, t) {
	return e.type === "ongoing" ? e.max_uses !== null && e.use_count >= e.max_uses : e.next_window === null || Date.parse(e.next_window.ends_at) <= t;
}
function ze(e, t) {
	return e.errors.length > 0 ? "problem" : e.status === "set" || e.status === "setting" || e.status === "removing" || e.status === "unknown" ? e.status : e.is_paused ? "paused" : Re(e, t) ? "ended" : e.next_window !== null && Date.parse(e.next_window.starts_at) > t ? "upcoming" : "unset";
}
var X = (e, t) => e.name.localeCompare(t.name) || e.access_code_id.localeCompare(t.access_code_id);
function Be(e, t) {
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
	return n.confirmed.sort(X), n.unconfirmed.sort(X), n.lingering.sort(X), n;
}
function Ve(e, t) {
	return [...e].filter((e) => e.next_window !== null && Date.parse(e.next_window.starts_at) > t && !e.is_paused && !Le(e)).sort((e, t) => Date.parse(e.next_window.starts_at) - Date.parse(t.next_window.starts_at) || X(e, t));
}
var He = /* @__PURE__ */ new Set([
	"delay_in_setting_on_device",
	"delay_in_removing_from_device",
	"missed",
	"active_while_unavailable",
	"time_zone_mismatch"
]);
function Ue(e, t) {
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
			let t = e.warnings.find((e) => He.has(e.warning_code ?? ""));
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
// src/views/now.ts
var Z = 6, Q = 8;
q("access-codes-now", class extends U {
	static {
		this.styles = [Y, o`
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
		let { store: e } = this.context, t = [...e.locks.values()].sort((e, t) => e.name.localeCompare(t.name)), n = Ue(t, e.codes), r = t.filter((e) => !e.is_loaded);
		return M`
      ${n.length + r.length ? this.renderHands(n, r) : F}
      <section aria-labelledby="now">
        <h2 id="now">${this.t("now.open_now")}</h2>
        <div class="locks">${t.map((e) => this.renderLock(e))}</div>
      </section>
      ${this.renderNext()}
    `;
	}
	renderHands(e, t) {
		return M`<section aria-labelledby="hands">
      <h2 id="hands">${this.t("now.need_a_hand", { count: e.length + t.length })}</h2>
      <div class="card" role="list">
        ${t.map((e) => M`<div class="note error" role="listitem">
            ${J("problem")}
            <div><span class="where">${e.name}</span><br />${this.t("lock.not_loaded")}</div>
          </div>`)}
        ${e.map(({ lock: e, message: t, code: n, isWarning: r }) => M`<div class="note ${r ? "" : "error"}" role="listitem">
            ${J("problem")}
            <div>
              <span class="where">${n ? `${n.name} · ${e.name}` : e.name}</span><br />
              ${t}
              ${n ? M`<a href="${W}/code/${n.access_code_id}" @click=${K}>${this.t("now.look_at_code")}</a>` : M`<a href="/config/repairs">${this.t("now.look_at_repairs")}</a>`}
            </div>
          </div>`)}
      </div>
    </section>`;
	}
	renderLock(e) {
		let t = Be(this.context.store.codes.values(), e), n = Ie(this.context, e), r = t.confirmed.length + t.unconfirmed.length + t.lingering.length === 0;
		return M`<article class="card" aria-label=${e.name}>
      <div class="head">
        <span class=${n ? "problem" : "quiet"}>${J(n ? "offline" : "lock")}</span>
        <div>
          <h3>${e.name}</h3>
          ${e.area ? M`<div class="quiet">${e.area}</div>` : F}
        </div>
        <div class="count quiet">${this.t("now.can_open", { count: t.confirmed.length })}</div>
      </div>
      ${n ? M`<div class="nobody problem">${n}</div>` : F}
      ${r ? M`<div class="nobody">${this.t("now.nobody")}</div>` : F}
      ${this.renderPeople(t.confirmed, "set", null)}
      ${this.renderPeople(t.unconfirmed, "setting", this.t("now.not_confirmed"))}
      ${this.renderPeople(t.lingering, "removing", this.t("now.may_still_open"))}
    </article>`;
	}
	renderPeople(e, t, n) {
		return e.length === 0 ? F : M`${n ? M`<div class="label">${n}</div>` : F}
      <ul class="people last">
        ${e.slice(0, Q).map((e) => M`<li>
            <a href="${W}/code/${e.access_code_id}" @click=${K}>
              <span class=${t}>${J(t)}</span>
              <span class="name">${e.name}</span>
              <span class="when">${Fe(this.context, e)}</span>
            </a>
          </li>`)}
      </ul>
      ${e.length > Q ? M`<a class="more" href="${W}/list" @click=${K}
            >${this.t("now.and_more", { count: e.length - Q })}</a
          >` : F}`;
	}
	renderNext() {
		let { store: e, now: t } = this.context, n = Ve(e.codes.values(), t);
		return M`<section aria-labelledby="next">
      <h2 id="next">${this.t("now.next")}</h2>
      <div class="card">
        ${n.length === 0 ? M`<div class="pad quiet">${this.t("now.nobody_next")}</div>` : F}
        ${n.slice(0, Z).map((t, n) => M`<access-codes-row
            ?first=${n === 0}
            .context=${this.context}
            .code=${t}
            .place=${e.lockOf(t)?.name ?? ""}
          ></access-codes-row>`)}
        ${n.length > Z ? M`<a class="more" style="padding-top:12px" href="${W}/list?show=upcoming" @click=${K}
              >${this.t("now.and_more", { count: n.length - Z })}</a
            >` : F}
      </div>
    </section>`;
	}
}), q("access-codes-row", class extends U {
	constructor(...e) {
		super(...e), this.shown = [];
	}
	static {
		this.properties = {
			context: { attribute: !1 },
			code: { attribute: !1 },
			place: {}
		};
	}
	static {
		this.styles = [Y, o`
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
			this.place,
			this.context.texts,
			this.context.clock,
			this.context.now
		];
		return !e.every((e, t) => e === this.shown[t]) && (this.shown = e, !0);
	}
	render() {
		let { code: e, context: t } = this, n = ze(e, t.now), r = [this.place, Fe(t, e)].filter(Boolean).join(" · "), i = n === "set" || n === "upcoming" ? F : M` · ${this.t(`status.${n}`)}`;
		return M`<a class="row" href="${W}/code/${e.access_code_id}" @click=${K}>
      <span class=${n} title=${this.t(`status.${n}`)}>${J(n)}</span>
      <span class="visually-hidden">${this.t(`status.${n}`)}</span>
      <div class="texts">
        <div class="name">${e.name}</div>
        <div class="second">${r}${i}</div>
      </div>
      <span class="chevron small">${J("chevron")}</span>
    </a>`;
	}
});
// src/main.ts
var $ = 6e4, We = class extends H {
	constructor(...e) {
		super(...e), this.language = "", this.retry = () => {
			this.store?.stop(), this.store = void 0, this.startStore(), this.requestUpdate();
		}, this.openMenu = () => {
			this.dispatchEvent(new CustomEvent("hass-toggle-menu", {
				bubbles: !0,
				composed: !0
			}));
		}, this.goBack = () => {
			history.length > 1 ? history.back() : G("/now", !0);
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
		this.styles = [Y, o`
      :host {
        min-height: 100%;
        height: 100%;
        overflow: auto;
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
		super.connectedCallback(), this.timer = setInterval(() => this.requestUpdate(), $ / 2), this.startStore();
	}
	disconnectedCallback() {
		super.disconnectedCallback(), clearInterval(this.timer), this.store?.stop(), this.store = void 0;
	}
	startStore() {
		!this.store && this.hass && this.isConnected && (this.store = new De(this.hass.connection, () => this.requestUpdate()), this.store.start());
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
		t !== this.language && (this.language = t, this.clock = new Pe(e), Ae.load(e).then((e) => this.texts = e));
	}
	get path() {
		return (this.route?.path || "/now").replace(/\/+$/, "") || "/now";
	}
	render() {
		let { texts: e } = this, [, t = "now"] = this.path.split("/"), n = t === "now" || t === "list";
		return M`
      <header>
        ${n ? M`<button class="round" @click=${this.openMenu} aria-label=${e?.t("panel.menu") ?? ""}>
              ${J("menu")}
            </button>` : M`<button class="round" @click=${this.goBack} aria-label=${e?.t("panel.back") ?? ""}>
              ${J("back")}
            </button>`}
        <h1>${e?.t(n ? "panel.title" : `panel.${t}`) ?? ""}</h1>
        ${n && e ? M`<nav aria-label=${e.t("panel.title")}>
              ${["now", "list"].map((n) => M`<a
                  href="${W}/${n}"
                  @click=${K}
                  aria-current=${t === n ? "page" : "false"}
                  >${e.t(`panel.${n}`)}</a
                >`)}
            </nav>` : F}
      </header>
      ${this.store?.isOffline && e ? M`<div class="offline small" role="status">${J("offline")} ${e.t("panel.offline")}</div>` : F}
      <main>${this.renderPage(t)}</main>
      ${n && e && this.store && this.store.locks.size > 0 ? M`<a class="add" href="${W}/new" @click=${K}>${J("plus")} ${e.t("panel.add")}</a>` : F}
    `;
	}
	renderPage(e) {
		let { store: t, texts: n, clock: r, hass: i } = this;
		if (!t || !n || !r || !t.error && !(t.hasCodes && t.hasLocks)) return M`<div class="loading" role="status" aria-label=${n?.t("panel.loading") ?? ""}>
        <div></div>
        <div></div>
        <div></div>
      </div>`;
		if (t.error) return M`<div class="empty" role="alert">
        ${J("problem")}
        <p>${n.t(t.error.code === "unauthorized" ? "panel.not_allowed" : "panel.failed")}</p>
        <button class="outlined" @click=${this.retry}>${n.t("panel.retry")}</button>
      </div>`;
		if (t.locks.size === 0) return M`<div class="empty">
        ${J("lock")}
        <p>${n.t("panel.no_locks")}</p>
        <a class="button filled" href="/config/integrations/integration/access_codes">${n.t("panel.link_locks")}</a>
      </div>`;
		let a = {
			hass: i,
			store: t,
			texts: n,
			clock: r,
			now: Math.floor(Date.now() / $) * $
		};
		return this.renderView(e, a);
	}
	renderView(e, t) {
		return M`<access-codes-now .context=${t}></access-codes-now>`;
	}
};
q("access-codes-panel", We);
export { We as AccessCodesPanel };
