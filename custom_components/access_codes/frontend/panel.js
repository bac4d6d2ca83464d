var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=/* @__PURE__ */ new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:f,getOwnPropertySymbols:p,getPrototypeOf:m}=Object,ee=globalThis,te=ee.trustedTypes,ne=te?te.emptyScript:``,re=ee.reactiveElementPolyfillSupport,ie=(e,t)=>e,ae={toAttribute(e,t){switch(t){case Boolean:e=e?ne:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},oe=(e,t)=>!l(e,t),se={attribute:!0,type:String,converter:ae,reflect:!1,useDefault:!1,hasChanged:oe};Symbol.metadata??=Symbol(`metadata`),ee.litPropertyMetadata??=/* @__PURE__ */ new WeakMap;var h=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=se){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??se}static _$Ei(){if(this.hasOwnProperty(ie(`elementProperties`)))return;let e=m(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(ie(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(ie(`properties`))){let e=this.properties,t=[...f(e),...p(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=/* @__PURE__ */ new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?ae:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?ae:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??oe)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=/* @__PURE__ */ new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=/* @__PURE__ */ new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};h.elementStyles=[],h.shadowRootOptions={mode:`open`},h[ie(`elementProperties`)]=/* @__PURE__ */ new Map,h[ie(`finalized`)]=/* @__PURE__ */ new Map,re?.({ReactiveElement:h}),(ee.reactiveElementVersions??=[]).push(`2.1.2`);var ce=globalThis,le=e=>e,ue=ce.trustedTypes,de=ue?ue.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,fe=`$lit$`,g=`lit$${Math.random().toFixed(9).slice(2)}$`,pe=`?`+g,me=`<${pe}>`,_=document,v=()=>_.createComment(``),y=e=>e===null||typeof e!=`object`&&typeof e!=`function`,he=Array.isArray,ge=e=>he(e)||typeof e?.[Symbol.iterator]==`function`,_e=`[ 	
\f\r]`,b=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ve=/-->/g,ye=/>/g,x=RegExp(`>|${_e}(?:([^\\s"'>=/]+)(${_e}*=${_e}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),be=/'/g,xe=/"/g,Se=/^(?:script|style|textarea|title)$/i,Ce=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),S=Ce(1),C=Ce(2),w=Symbol.for(`lit-noChange`),T=Symbol.for(`lit-nothing`),we=/* @__PURE__ */ new WeakMap,E=_.createTreeWalker(_,129);function Te(e,t){if(!he(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return de===void 0?t:de.createHTML(t)}var Ee=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=b;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===b?c[1]===`!--`?o=ve:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=x):(Se.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=x):o=ye:o===x?c[0]===`>`?(o=i??b,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?x:c[3]===`"`?xe:be):o===xe||o===be?o=x:o===ve||o===ye?o=b:(o=x,i=void 0);let d=o===x&&e[t+1].startsWith(`/>`)?` `:``;a+=o===b?n+me:l>=0?(r.push(s),n.slice(0,l)+fe+n.slice(l)+g+d):n+g+(l===-2?t:d)}return[Te(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},De=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Ee(t,n);if(this.el=e.createElement(l,r),E.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=E.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(fe)){let t=u[o++],n=i.getAttribute(e).split(g),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Ae:r[1]===`?`?je:r[1]===`@`?Me:O}),i.removeAttribute(e)}else e.startsWith(g)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(Se.test(i.tagName)){let e=i.textContent.split(g),t=e.length-1;if(t>0){i.textContent=ue?ue.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],v()),E.nextNode(),c.push({type:2,index:++a});i.append(e[t],v())}}}else if(i.nodeType===8){if(i.data===pe)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(g,e+1))!==-1;)c.push({type:7,index:a}),e+=g.length-1}}a++}}static createElement(e,t){let n=_.createElement(`template`);return n.innerHTML=e,n}};function D(e,t,n=e,r){if(t===w)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=y(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=D(e,i._$AS(e,t.values),i,r)),t}var Oe=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??_).importNode(t,!0);E.currentNode=r;let i=E.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new ke(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new Ne(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=E.nextNode(),a++)}return E.currentNode=_,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},ke=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=T,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=D(this,e,t),y(e)?e===T||e==null||e===``?(this._$AH!==T&&this._$AR(),this._$AH=T):e!==this._$AH&&e!==w&&this._(e):e._$litType$===void 0?e.nodeType===void 0?ge(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==T&&y(this._$AH)?this._$AA.nextSibling.data=e:this.T(_.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=De.createElement(Te(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Oe(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=we.get(e.strings);return t===void 0&&we.set(e.strings,t=new De(e)),t}k(t){he(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(v()),this.O(v()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=le(e).nextSibling;le(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},O=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=T,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=T}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=D(this,e,t,0),a=!y(e)||e!==this._$AH&&e!==w,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=D(this,r[n+o],t,o),s===w&&(s=this._$AH[o]),a||=!y(s)||s!==this._$AH[o],s===T?e=T:e!==T&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===T?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},Ae=class extends O{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===T?void 0:e}},je=class extends O{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==T)}},Me=class extends O{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=D(this,e,t,0)??T)===w)return;let n=this._$AH,r=e===T&&n!==T||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==T&&(n===T||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Ne=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){D(this,e)}},Pe={M:fe,P:g,A:pe,C:1,L:Ee,R:Oe,D:ge,V:D,I:ke,H:O,N:je,U:Me,B:Ae,F:Ne},Fe=ce.litHtmlPolyfillSupport;Fe?.(De,ke),(ce.litHtmlVersions??=[]).push(`3.3.3`);var Ie=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new ke(t.insertBefore(v(),e),e,void 0,n??{})}return i._$AI(e),i},Le=globalThis,k=class extends h{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Ie(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return w}};k._$litElement$=!0,k.finalized=!0,Le.litElementHydrateSupport?.({LitElement:k});var Re=Le.litElementPolyfillSupport;Re?.({LitElement:k}),(Le.litElementVersions??=[]).push(`4.2.2`);var A=class extends k{static{this.properties={context:{attribute:!1}}}t(e,t){return this.context.texts.t(e,t)}},j=`/access-codes`,ze=`accessCodes`;function Be(e,t=!1){let n=`${j}${e}`;t?history.replaceState(history.state,``,n):history.pushState({[ze]:!0},``,n),window.dispatchEvent(new CustomEvent(`location-changed`,{detail:{replace:t}})),window.scrollTo(0,0)}function Ve(e){history.state?.[ze]?history.back():Be(e,!0)}function M(e){if(e.defaultPrevented||e.button!==0||e.metaKey||e.ctrlKey||e.shiftKey)return;let t=e.currentTarget.getAttribute(`href`)??``;t.startsWith(`/access-codes/`)&&(e.preventDefault(),Be(t.slice(13)))}function N(e,t){customElements.get(e)||customElements.define(e,t)}var He={menu:C`<path d="M4 6h16M4 12h16M4 18h16"/>`,back:C`<path d="M20 12H5M11 5l-7 7 7 7"/>`,plus:C`<path d="M12 5v14M5 12h14"/>`,search:C`<circle cx="11" cy="11" r="6"/><path d="M20 20l-4.5-4.5"/>`,chevron:C`<path d="M9 5l7 7-7 7"/>`,eye:C`<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>`,eyeOff:C`<path d="M4 4l16 16M9.5 5.4A9 9 0 0 1 12 5c6 0 10 7 10 7a17 17 0 0 1-3 3.7M6 7.3A16 16 0 0 0 2 12s4 7 10 7a9 9 0 0 0 4-1"/>`,copy:C`<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3"/>`,edit:C`<path d="M4 20l1-4L16 5l3 3L8 19z"/>`,trash:C`<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v6M14 11v6"/>`,sync:C`<path d="M4 12a8 8 0 0 1 14-5l2 2M20 12a8 8 0 0 1-14 5l-2-2M20 4v5h-5M4 20v-5h5"/>`,share:C`<circle cx="6" cy="12" r="2.500"/><circle cx="17" cy="5.500" r="2.500"/><circle cx="17" cy="18.500" r="2.500"/><path d="M8.200 10.800l6.600-4M8.200 13.200l6.600 4"/>`,qr:C`<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM14 20h.01M20 14h.01"/>`,send:C`<path d="M4 12L20 4l-5 16-4-6zM11 14l9-10"/>`,large:C`<path d="M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5"/>`,give:C`<path d="M4 12h13M12 6l6 6-6 6M21 4v16"/>`,stop:C`<rect x="6" y="6" width="12" height="12" rx="2"/>`,close:C`<path d="M6 6l12 12M18 6L6 18"/>`,check:C`<path d="M5 12.500l5 5 9-11"/>`,bookings:C`<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>`,clean:C`<path d="M19 4l-7 8M9.500 10.500l5 4.500c-1 4-3 5.500-6 5.500-2 0-3.500-.500-5-1.500 3-1.500 4.500-4.500 6-8.500z"/>`,download:C`<path d="M12 4v11M7 10l5 5 5-5M5 20h14"/>`,upload:C`<path d="M12 15V4M7 9l5-5 5 5M5 20h14"/>`,down:C`<path d="M5 9l7 7 7-7"/>`,up:C`<path d="M5 15l7-7 7 7"/>`,pause:C`<path d="M9 5v14M15 5v14"/>`,play:C`<path d="M7 5l12 7-12 7z"/>`,dice:C`<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M9 9h.01M15 15h.01M15 9h.01M9 15h.01"/>`,lock:C`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,unlocked:C`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V7a4 4 0 0 1 7.500-2"/>`,person:C`<circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>`,offline:C`<path d="M4 4l16 16M5 11a10 10 0 0 1 4-2.5M19 11a10 10 0 0 0-5-2.8M8.500 14.500a5 5 0 0 1 7 0M12 18.500h.01"/>`,set:C`<circle cx="12" cy="12" r="9"/><path d="M8 12.500l3 3 5-6"/>`,setting:C`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M12 16V8M8.500 11.500L12 8l3.500 3.500"/>`,removing:C`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M8 12h8"/>`,unknown:C`<circle cx="12" cy="12" r="9"/><path d="M9.500 9.500a2.500 2.500 0 1 1 3.500 2.500c-.7.4-1 .9-1 1.700M12 17h.01"/>`,paused:C`<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>`,upcoming:C`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.500 2"/>`,ended:C`<circle cx="12" cy="12" r="9"/><path d="M6 18L18 6"/>`,unset:C`<circle cx="12" cy="12" r="9"/>`,problem:C`<path d="M12 4l9 16H3zM12 10v4M12 17h.01"/>`},Ue=/* @__PURE__ */ new Set([`back`,`chevron`,`give`,`send`]),P=e=>S`<svg
class="icon ${Ue.has(e)?`mirrored`:``}"
viewBox="0 0 24 24"
fill="none"
stroke="currentColor"
stroke-width="2"
stroke-linecap="round"
stroke-linejoin="round"
aria-hidden="true"
>
${He[e]}
</svg>`,We=o`
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
z-index: 5;
display: flex;
align-items: center;
gap: 4px;
height: var(--header-height, 56px);
padding-block: 0;
padding-inline: 12px 8px;
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
h1:focus-visible {
outline: none;
}
nav {
display: flex;
height: 100%;
}
nav a {
display: flex;
align-items: center;
padding: 0 16px;
font-weight: 500;
border-bottom: 2px solid transparent;
}
nav .icon {
display: none;
}
nav a[aria-current="page"] {
border-color: currentColor;
}
:host([narrow]) nav {
position: fixed;
z-index: 4;
inset-inline: 0;
bottom: 0;
height: calc(60px + env(safe-area-inset-bottom, 0px));
padding-bottom: env(safe-area-inset-bottom, 0px);
background: var(--sidebar-background-color, var(--card));
color: var(--quiet);
border-top: 1px solid var(--line);
}
:host([narrow]) nav a {
flex: 1;
flex-direction: column;
justify-content: center;
gap: 2px;
padding: 0;
font-size: min(var(--ha-font-size-s, 12px), 3.6vw);
min-width: 0;
overflow: hidden;
white-space: nowrap;
border: none;
}
:host([narrow]) nav .icon {
display: block;
}
:host([narrow]) nav a[aria-current="page"] {
color: var(--accent);
}
nav a:focus-visible {
outline-color: currentColor;
outline-offset: -4px;
}
main {
max-width: 1080px;
margin: 0 auto;
padding: 24px 24px 96px;
}
main.wide {
max-width: 1600px;
}
:host([narrow]) main {
padding: 16px 12px 152px;
}
.add {
position: fixed;
inset-inline-end: calc(24px + env(safe-area-inset-right, 0px));
bottom: calc(24px + env(safe-area-inset-bottom, 0px));
z-index: 3;
min-height: 56px;
padding: 0 20px;
border-radius: 16px;
background: var(--fill);
color: var(--on-fill);
font-weight: 500;
box-shadow: 0 3px 8px rgba(0, 0, 0, 0.3);
display: inline-flex;
align-items: center;
gap: 12px;
}
:host([narrow]) .add span {
position: absolute;
width: 1px;
height: 1px;
overflow: hidden;
clip-path: inset(50%);
white-space: nowrap;
}
:host([narrow]) .add {
width: 56px;
padding: 0;
justify-content: center;
bottom: calc(76px + env(safe-area-inset-bottom, 0px));
}
main:has(access-codes-list[selecting]) ~ .add {
display: none;
}
.add:hover {
background: color-mix(in srgb, var(--fill) 88%, #000);
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
.zone {
margin-bottom: 12px;
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
`;function Ge(e,t,n){let r=new Map(e);for(let e of t.changed){let t=String(e[n]);r.set(t,{...r.get(t),...e})}for(let e of t.removed)r.delete(e);return r}var Ke=class{constructor(e,t,n){this.connection=e,this.language=t,this.changed=n,this.codes=/* @__PURE__ */ new Map,this.locks=/* @__PURE__ */ new Map,this.linkable=[],this.bookingCalendars={},this.hasCodes=!1,this.hasLocks=!1,this.isOffline=!1,this.error=null,this.unsubscribe=[],this.areCodesOld=!1,this.areLocksOld=!1,this.isStopped=!1,this.onReady=()=>{this.areCodesOld=this.areLocksOld=!0,this.isOffline=!1,this.changed()},this.onDisconnected=()=>{this.isOffline=!0,this.changed()}}async start(){this.connection.addEventListener(`ready`,this.onReady),this.connection.addEventListener(`disconnected`,this.onDisconnected);try{let e=await Promise.all([this.connection.subscribeMessage(e=>this.onLocks(e),{type:`access_codes/subscribe_locks`,language:this.language}),this.connection.subscribeMessage(e=>this.onCodes(e),{type:`access_codes/subscribe`,partial:!0,language:this.language})]);this.isStopped?e.forEach(e=>e()):this.unsubscribe=e}catch(e){this.error=e,this.changed()}}stop(){this.isStopped=!0,this.connection.removeEventListener(`ready`,this.onReady),this.connection.removeEventListener(`disconnected`,this.onDisconnected),this.unsubscribe.forEach(e=>e()),this.unsubscribe=[]}lockOf(e){for(let t of this.locks.values())if(t.entity_id===e.lock_entity_id)return t}sharedWith(e){return e.common_code_key===null?[e]:[e,...[...this.codes.values()].filter(t=>t!==e&&t.common_code_key===e.common_code_key)]}onCodes(e){this.codes=Ge(this.areCodesOld?/* @__PURE__ */ new Map:this.codes,e,`access_code_id`),this.areCodesOld=!1,this.hasCodes=!0,this.changed()}onAnswer(e){let t=e.flatMap(({access_code_id:e,starts_at:t,ends_at:n,next_window:r})=>{let i=this.codes.get(e);return i&&(i.starts_at!==t||i.ends_at!==n)?[{...i,starts_at:t,ends_at:n,next_window:r}]:[]});t.length!==0&&(this.codes=Ge(this.codes,{changed:t,removed:[]},`access_code_id`),this.changed())}onLocks(e){this.locks=Ge(this.areLocksOld?/* @__PURE__ */ new Map:this.locks,e,`entry_id`),this.areLocksOld=!1,this.hasLocks=!0,e.linkable&&(this.linkable=e.linkable),e.booking_calendars&&(this.bookingCalendars=e.booking_calendars),this.changed()}},F=o`
:host {
display: block;
box-sizing: border-box;
color: var(--primary-text-color, #212121);
font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
font-size: var(--ha-font-size-m, 14px);
line-height: 1.45;
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
overflow: visible;
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
font-size: var(--ha-font-size-l, 16px);
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
select {
appearance: none;
padding-inline-end: 32px;
text-overflow: ellipsis;
--at: calc(100% - 12px);
background-image: linear-gradient(45deg, transparent 50%, currentColor 50%), linear-gradient(-45deg, transparent 50%, currentColor 50%);
background-position: calc(var(--at) - 5px) 55%, var(--at) 55%;
background-size: 5px 5px;
background-repeat: no-repeat;
}
select:dir(rtl) {
--at: 17px;
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
`,I=o`
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
`,qe=`component.access_codes.config_panel`,Je=`component.access_codes.exceptions`,Ye=class e{constructor(e,t){this.localize=e,this.whole=Promise.resolve(),this.plurals=new Intl.PluralRules(t),this.isFromRight=/^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(t)}static async load(t){let n=new e(await t.loadBackendTranslation(`config_panel`,`access_codes`),t.locale.language);return n.whole=t.loadBackendTranslation(`exceptions`,`access_codes`).then(e=>void(n.localize=e)),n}static from(t,n=`en`){return new e(t,n)}t(e,t){let n=t?.count,r=typeof n==`number`?[...n===0?[`zero`]:[],this.plurals.select(n),`other`]:[];for(let n of[...r.map(t=>`${e}_${t}`),e]){let e=this.localize(`${qe}.${n}`,t);if(e)return this.isolated(e)}return e}isolated(e){return this.isFromRight?`\u2066${e}\u2069`:e}message(e,t){return this.localize(`${Je}.${e}.message`,t)}refusal(e,t=!1){let n={...e.translation_placeholders??{}};if(!e.translation_key)return e.message||this.t(`panel.no_answer`);let{reason_key:r}=n;if(r){let e=Object.entries(n).filter(([e])=>e.startsWith(`reason_`)),t=Object.fromEntries(e.map(([e,t])=>[e.slice(7),t])),i={code:``,message:n.reason??``,translation_key:r,translation_placeholders:t};n.reason=this.refusal(i)}let i=this.localize(`${qe}.refusal.${e.translation_key}`);if(i)return i;let a=n.field;if(a&&t){let[,t=``]=/^\s*[:：]\s*(.+)/.exec(this.message(e.translation_key,{...n,field:``}))??[];if(t)return t.charAt(0).toLocaleUpperCase()+t.slice(1)}return a&&(n.field=this.t(`field.${a}`)||a),this.message(e.translation_key,n)||e.message}},Xe=e=>String(e).padStart(2,`0`),Ze=/* @__PURE__ */ new Map;function Qe(e){let t=Ze.get(e);if(t)return t;let n=new Intl.DateTimeFormat(`en-GB`,{timeZone:e,year:`numeric`,month:`2-digit`,day:`2-digit`,hour:`2-digit`,minute:`2-digit`,hourCycle:`h23`});return Ze.set(e,n),n}function L(e,t){let n=Qe(t).formatToParts(new Date(e)),r=e=>n.find(t=>t.type===e)?.value??``;return`${r(`year`)}-${r(`month`)}-${r(`day`)}T${r(`hour`)}:${r(`minute`)}`}function R(e,t){let[n,r,i]=e.slice(0,10).split(`-`).map(Number),a=new Date(Date.UTC(n,r-1,i+t));return`${a.getUTCFullYear()}-${Xe(a.getUTCMonth()+1)}-${Xe(a.getUTCDate())}`}function $e(e){let[t,n,r]=e.slice(0,10).split(`-`).map(Number);return(new Date(Date.UTC(t,n-1,r)).getUTCDay()+6)%7}var et=[`tonight`,`weekend`,`week`,`month`];function tt(e,t){let n=t.slice(0,16);switch(e){case`tonight`:return{starts_at:n,ends_at:`${R(n,Number(n.slice(11,13))<6?0:1)}T06:00`};case`weekend`:{let e=$e(n),t=e>=5||e===4&&n.slice(11)>=`15:00`,r=`${R(n,4-e)}T15:00`;return{starts_at:t?n:r,ends_at:`${R(n,7-e)}T00:00`}}case`week`:return{starts_at:n,ends_at:`${R(n,7)}T${n.slice(11)}`};case`month`:return{starts_at:n,ends_at:`${R(n,30)}T${n.slice(11)}`}}}var nt=[`MO`,`TU`,`WE`,`TH`,`FR`,`SA`,`SU`],rt=e=>`FREQ=WEEKLY;BYDAY=${[...e].sort((e,t)=>e-t).map(e=>nt[e]).join(`,`)}`;function it(e){let t=/^FREQ=WEEKLY;(?:INTERVAL=1;)?BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)$/i.exec(e);return t?t[1].toUpperCase().split(`,`).map(e=>nt.indexOf(e)):null}function at(e,t,n,r){return[-1,0,1,2,3,4,5,6,7].map(e=>{let i=R(r,e);return{starts_at:`${i}T${t}`,ends_at:`${n>t?i:R(i,1)}T${n}`}}).find(t=>e.includes($e(t.starts_at))&&t.ends_at>r)}var ot=[`monday`,`tuesday`,`wednesday`,`thursday`,`friday`,`saturday`,`sunday`];function st(e){let t=ot.indexOf(e.first_weekday);if(t>=0)return t;let n=new Intl.Locale(e.language);return((n.getWeekInfo?.()??n.weekInfo)?.firstDay??1)-1}function ct({time_format:e,language:t}){return e===`12`||e===`24`?e===`12`?`h12`:`h23`:new Intl.DateTimeFormat(e===`system`?void 0:t,{hour:`numeric`}).resolvedOptions().hour12?`h12`:`h23`}var lt=class{constructor(e){this.zone=e.config.time_zone,this.language=e.locale.language,this.hourCycle=ct(e.locale),this.firstWeekday=st(e.locale)}get isElsewhere(){let e=Intl.DateTimeFormat().resolvedOptions().timeZone,t=/* @__PURE__ */ new Date;return e!==this.zone&&L(t,e)!==L(t,this.zone)}wall(e=/* @__PURE__ */ new Date){return L(e,this.zone)}time(e){return this.format(e,{hour:`numeric`,minute:`2-digit`})}moment(e,t=/* @__PURE__ */ new Date){let n=this.wall(e).slice(0,10);if(n===this.wall(t).slice(0,10))return this.time(e);let r=n.slice(0,4)===this.wall(t).slice(0,4)?void 0:`numeric`;return this.format(e,{weekday:`short`,day:`numeric`,month:`short`,year:r,hour:`numeric`,minute:`2-digit`})}inText(e){return e.replace(/(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/g,(e,t,n)=>{let r=t===this.wall().slice(0,10)?{}:{weekday:`short`,day:`numeric`,month:`short`},i=t.slice(0,4)===this.wall().slice(0,4)?{}:{year:`numeric`};return this.wallText(`${t}T${n}`,{...r,...i,hour:`numeric`,minute:`2-digit`})})}minutes(e){return new Intl.NumberFormat(this.language,{style:`unit`,unit:`minute`,unitDisplay:`long`}).format(Math.max(Math.ceil(e/6e4),1))}ago(e,t){let n=Math.max(Math.floor((t-Date.parse(e))/6e4),0),[r,i]=n<60?[n,`minute`]:n<1440?[n/60,`hour`]:[n/1440,`day`];return new Intl.RelativeTimeFormat(this.language,{numeric:n===0?`auto`:`always`}).format(-Math.floor(r),i)}wallText(e,t){let n=t.hour===void 0?{}:{hourCycle:this.hourCycle};return new Intl.DateTimeFormat(this.language,{...t,...n,timeZone:`UTC`}).format(/* @__PURE__ */ new Date(`${e}Z`))}weekdayName(e,t){let n=new Date(Date.UTC(2026,5,1+e,12));return new Intl.DateTimeFormat(this.language,{weekday:t,timeZone:`UTC`}).format(n)}format(e,t){return new Intl.DateTimeFormat(this.language,{...t,timeZone:this.zone,hourCycle:this.hourCycle}).format(new Date(e)).replace(/(\d) (?=\p{L})/gu,`$1\xA0`)}},z=e=>e.pending_mutations.some(e=>e.mutation_code===`deleting`),ut=e=>e.status!==`set`&&e.warnings.some(e=>e.warning_code===`using_backup_access_code`);function B(e,t){return e.type===`ongoing`?e.max_uses!==null&&e.use_count>=e.max_uses:e.next_window===null||Date.parse(e.next_window.ends_at)<=t}function V(e,t){return e.errors.some(e=>!e.is_device_error)?`problem`:e.status===`set`||e.status===`setting`||e.status===`removing`||e.status===`unknown`?e.status:e.is_paused?`paused`:B(e,t)?`ended`:e.next_window!==null&&Date.parse(e.next_window.starts_at)>t?`upcoming`:`unset`}var dt=new Intl.Collator(void 0,{numeric:!0}),H=(e,t)=>dt.compare(e.name,t.name),ft=(e,t)=>H(e,t)||e.access_code_id.localeCompare(t.access_code_id);function pt(e,t){let n={confirmed:[],unconfirmed:[],lingering:[]};for(let r of e)r.lock_entity_id===t.entity_id&&(r.status===`set`||ut(r)?n.confirmed.push(r):r.status===`setting`||r.status===`unknown`?n.unconfirmed.push(r):r.status===`removing`&&n.lingering.push(r));return n.confirmed.sort(ft),n.unconfirmed.sort(ft),n.lingering.sort(ft),n}function mt(e,t){return[...e].filter(e=>e.next_window!==null&&Date.parse(e.next_window.starts_at)>t&&!e.is_paused&&!ut(e)&&!z(e)).sort((e,t)=>Date.parse(e.next_window.starts_at)-Date.parse(t.next_window.starts_at)||ft(e,t))}var ht=/* @__PURE__ */ new Set([`delay_in_setting_on_device`,`delay_in_removing_from_device`,`missed`,`active_while_unavailable`,`time_zone_mismatch`]);function gt(e,t){let n=[],r=[];for(let i of e){for(let e of i.problems){let r=e.access_code_id===void 0?void 0:t.get(e.access_code_id);n.push({lock:i,message:e.message,code:r,isWarning:!1,isRepair:e.is_repair})}for(let e of t.values()){if(e.lock_entity_id!==i.entity_id||e.errors.length>0)continue;let t=e.warnings.find(e=>ht.has(e.warning_code??``));t&&r.push({lock:i,message:t.message,code:e,isWarning:!0})}}return[...n,...r]}function _t(e){let t=/* @__PURE__ */ new Map;for(let{lock:n,message:r,code:i,isWarning:a,isRepair:o}of e){let e=JSON.stringify([n.entry_id,r,a,i===void 0]),s=t.get(e)??{lock:n,message:r,isWarning:a,isRepair:o,codes:[]};i&&s.codes.push(i),t.set(e,s)}return[...t.values()]}function U({texts:e,clock:t,now:n},r){let i=r.next_window;if(r.type===`ongoing`){let t=r.max_uses!==null&&r.use_count>=r.max_uses;return e.t(t?`when.used_up`:`when.always`)}if(r.recurrence!==null){let n=it(r.recurrence);if(n&&i){let r=[...n].sort((e,t)=>e-t).map(e=>t.weekdayName(e,`short`));return e.t(`when.weekly`,{days:r.join(`, `),from:t.time(i.starts_at),to:t.time(i.ends_at)})}return i?e.t(`when.recurring`,{from:t.moment(i.starts_at),to:t.moment(i.ends_at)}):e.t(`when.recurring_over`)}if(!i)return e.t(`when.over`);let[a,o]=[t.moment(i.starts_at),t.moment(i.ends_at)];return Date.parse(i.ends_at)<=n?e.t(`when.ended`,{to:o}):Date.parse(i.starts_at)<=n?e.t(`when.until`,{to:o}):e.t(`when.window`,{from:a,to:o})}function vt(e,t){return ut(t)?e.texts.t(`now.by_backup`):U(e,t)}function yt(e,t,n){let r=(t===`set`||t===`unset`)&&n?.capabilities?.is_virtual;return e.t(r?`status.${t}_virtual`:`status.${t}`)}var bt=/* @__PURE__ */ new Set([`being_deleted`,`delay_in_removing_from_device`]),xt={weekday:`short`,day:`numeric`,month:`short`,year:`numeric`},St=({clock:e},t)=>e.wallText(t,{...xt,hour:`numeric`,minute:`2-digit`});function Ct(e,t){return t.endsWith(`T00:00`)?e.texts.t(`edit.end_of`,{day:e.clock.wallText(`${R(t,-1)}T00:00`,xt)}):St(e,t)}function wt({texts:e},t,n){return t.status===`removing`?t.pending_mutations.length>0||t.errors.some(e=>!e.is_device_error)||t.warnings.some(e=>bt.has(e.warning_code??``))?null:e.t(`code.until_confirmed`):t.status===`set`?n?.capabilities?.is_virtual?e.t(`code.proof_virtual`):t.warnings.some(e=>e.warning_code===`unverified_on_device`)?null:e.t(`code.proof_lock`):null}function Tt({texts:e,clock:t,now:n},r,i){if(!r.retry_at||i?.reach!==`reachable`||r.status!==`setting`&&r.status!==`removing`)return null;let a=Date.parse(r.retry_at)-n;return a<=0?null:e.t(`code.next_try`,{left:t.minutes(a)})}function Et({store:e},t){return t.some(t=>(t.status!==`unset`||t.is_scheduled_on_device)&&!e.lockOf(t)?.capabilities?.is_virtual)}function Dt(e,t,n){let r=t.every(e=>e.status===`unset`),i=Et(e,t)?`on`:r?`off`:`virtual`;return e.texts.t(`code.delete_sentence_${i}`,{name:t[0]?.name??``,lock:n})}function W({texts:e,clock:t},n){if(!n.is_loaded)return e.t(`lock.not_loaded`);if(n.reach===`reachable`||n.reach===null)return null;let r=n.reach_since===null?``:t.moment(n.reach_since);return e.t(`lock.${n.reach}`,{since:r})}var Ot={failed_to_set_on_device:`repairs`,failed_to_remove_from_device:`repairs`,duplicate_code_on_device:`edit`,no_space_for_access_code_on_device:`others`,code_constraints_violated:`edit`,conflicting_external_modification:`repairs`,access_code_inactive:`repairs`,device_not_watched:`repairs`,device_offline:`device`,device_disconnected:`device`,device_removed:`repairs`,empty_backup_access_code_pool:`device`,delay_in_setting_on_device:`device`,delay_in_removing_from_device:`device`,external_modification_in_effect:`edit`,missed:`edit`,time_zone_mismatch:`device`},kt=`/access-codes`,At=e=>`/config/integrations/integration/access_codes${e?`#config_entry=${e}`:``}`;function G(e,t){return t?{key:`now.look_at_repairs`,href:`/config/repairs`}:e?.device_id?{key:`locks.device`,href:`/config/devices/device/${e.device_id}`}:{key:`locks.options`,href:At(e?.entry_id)}}function jt(e,t,n){let r=e.error_code??e.warning_code??``,i=Ot[r],a=e=>e===void 0||e===t.access_code_id;switch(i){case`edit`:return{key:`code.edit`,href:`${kt}/edit/${t.access_code_id}`};case`others`:return{key:`panel.others`,href:`${kt}/others`};case`repairs`:return G(n,!!n?.problems.some(e=>e.is_repair&&e.error_code===r&&a(e.access_code_id)));case`device`:return G(n,!1);default:return null}}function Mt(e,t){let n=[...e.errors.map(n=>({tone:`error`,message:n.message,remedy:jt(n,e,t)})),...e.warnings.map(n=>({tone:``,message:n.message,remedy:jt(n,e,t)})),...e.pending_mutations.map(e=>({tone:`info`,message:e.message,remedy:null}))],r=/* @__PURE__ */ new Set,i=/* @__PURE__ */ new Set,a=[];for(let{tone:e,message:t,remedy:o}of n){if(r.has(t))continue;r.add(t);let n=o!==null&&i.has(o.href);o&&i.add(o.href),a.push({tone:e,message:t,remedy:n?null:o})}return a}var K=/* @__PURE__ */ (e=>(e[e.Border=-1]=`Border`,e[e.Data=0]=`Data`,e[e.Function=1]=`Function`,e[e.Position=2]=`Position`,e[e.Timing=3]=`Timing`,e[e.Alignment=4]=`Alignment`,e))(K||{}),Nt=[0,1],Pt=[1,0],Ft=[2,3],It=[3,2],Lt={L:Nt,M:Pt,Q:Ft,H:It},Rt=/^\d*$/,zt=/^[A-Z0-9 $%*+./:-]*$/,Bt=`0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:`,Vt=1,Ht=40,Ut=3,Wt=3,Gt=40,Kt=10,qt=[[-1,7,10,15,20,26,18,20,24,30,18,20,24,26,30,22,24,28,30,28,28,28,28,30,30,26,28,30,30,30,30,30,30,30,30,30,30,30,30,30,30],[-1,10,16,26,18,24,16,18,22,22,26,30,22,22,24,24,28,28,26,26,26,26,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28],[-1,13,22,18,26,18,24,18,22,20,24,28,26,24,20,30,24,28,28,26,30,28,30,30,30,30,28,30,30,30,30,30,30,30,30,30,30,30,30,30,30],[-1,17,28,22,16,22,28,26,26,24,28,24,28,22,24,24,30,28,28,26,28,30,24,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30]],Jt=[[-1,1,1,1,1,1,2,2,2,2,4,4,4,4,4,6,6,6,6,7,8,8,9,9,10,12,12,12,13,14,15,16,17,18,19,19,20,21,22,24,25],[-1,1,1,1,2,2,4,4,4,5,5,5,8,9,9,10,10,11,13,14,16,17,17,18,20,21,23,25,26,28,29,31,33,35,37,38,40,43,45,47,49],[-1,1,1,2,2,4,4,6,6,8,8,8,10,12,16,12,17,16,18,21,20,23,23,25,27,29,34,34,35,38,40,43,45,48,51,53,56,59,62,65,68],[-1,1,1,2,4,4,4,5,6,8,8,11,11,16,16,18,16,19,21,25,25,25,34,30,32,35,37,40,42,45,48,51,54,57,60,63,66,70,74,77,81]],Yt=class{constructor(e,t,n,r){if(this.version=e,this.ecc=t,e<Vt||e>Ht)throw RangeError(`Version value out of range`);if(r<-1||r>7)throw RangeError(`Mask value out of range`);this.size=e*4+17;let i=Array.from({length:this.size}).fill(!1);for(let e=0;e<this.size;e++)this.modules.push(i.slice()),this.types.push(i.map(()=>0));this.drawFunctionPatterns();let a=this.addEccAndInterleave(n);if(this.drawCodewords(a),r===-1){let e=1e9;for(let t=0;t<8;t++){this.applyMask(t),this.drawFormatBits(t);let n=this.getPenaltyScore();n<e&&(r=t,e=n),this.applyMask(t)}}this.mask=r,this.applyMask(r),this.drawFormatBits(r)}size;mask;modules=[];types=[];getModule(e,t){return e>=0&&e<this.size&&t>=0&&t<this.size&&this.modules[t][e]}drawFunctionPatterns(){for(let e=0;e<this.size;e++)this.setFunctionModule(6,e,e%2==0,K.Timing),this.setFunctionModule(e,6,e%2==0,K.Timing);this.drawFinderPattern(3,3),this.drawFinderPattern(this.size-4,3),this.drawFinderPattern(3,this.size-4);let e=this.getAlignmentPatternPositions(),t=e.length;for(let n=0;n<t;n++)for(let r=0;r<t;r++)n===0&&r===0||n===0&&r===t-1||n===t-1&&r===0||this.drawAlignmentPattern(e[n],e[r]);this.drawFormatBits(0),this.drawVersion()}drawFormatBits(e){let t=this.ecc[1]<<3|e,n=t;for(let e=0;e<10;e++)n=n<<1^(n>>>9)*1335;let r=(t<<10|n)^21522;for(let e=0;e<=5;e++)this.setFunctionModule(8,e,J(r,e));this.setFunctionModule(8,7,J(r,6)),this.setFunctionModule(8,8,J(r,7)),this.setFunctionModule(7,8,J(r,8));for(let e=9;e<15;e++)this.setFunctionModule(14-e,8,J(r,e));for(let e=0;e<8;e++)this.setFunctionModule(this.size-1-e,8,J(r,e));for(let e=8;e<15;e++)this.setFunctionModule(8,this.size-15+e,J(r,e));this.setFunctionModule(8,this.size-8,!0)}drawVersion(){if(this.version<7)return;let e=this.version;for(let t=0;t<12;t++)e=e<<1^(e>>>11)*7973;let t=this.version<<12|e;for(let e=0;e<18;e++){let n=J(t,e),r=this.size-11+e%3,i=Math.floor(e/3);this.setFunctionModule(r,i,n),this.setFunctionModule(i,r,n)}}drawFinderPattern(e,t){for(let n=-4;n<=4;n++)for(let r=-4;r<=4;r++){let i=Math.max(Math.abs(r),Math.abs(n)),a=e+r,o=t+n;a>=0&&a<this.size&&o>=0&&o<this.size&&this.setFunctionModule(a,o,i!==2&&i!==4,K.Position)}}drawAlignmentPattern(e,t){for(let n=-2;n<=2;n++)for(let r=-2;r<=2;r++)this.setFunctionModule(e+r,t+n,Math.max(Math.abs(r),Math.abs(n))!==1,K.Alignment)}setFunctionModule(e,t,n,r=K.Function){this.modules[t][e]=n,this.types[t][e]=r}addEccAndInterleave(e){let t=this.version,n=this.ecc;if(e.length!==dn(t,n))throw RangeError(`Invalid argument`);let r=Jt[n[0]][t],i=qt[n[0]][t],a=Math.floor(un(t)/8),o=r-a%r,s=Math.floor(a/r),c=[],l=fn(i);for(let t=0,n=0;t<r;t++){let r=e.slice(n,n+s-i+(t<o?0:1));n+=r.length;let a=pn(r,l);t<o&&r.push(0),c.push(r.concat(a))}let u=[];for(let e=0;e<c[0].length;e++)c.forEach((t,n)=>{(e!==s-i||n>=o)&&u.push(t[e])});return u}drawCodewords(e){if(e.length!==Math.floor(un(this.version)/8))throw RangeError(`Invalid argument`);let t=0;for(let n=this.size-1;n>=1;n-=2){n===6&&(n=5);for(let r=0;r<this.size;r++)for(let i=0;i<2;i++){let a=n-i,o=n+1&2?r:this.size-1-r;!this.types[o][a]&&t<e.length*8&&(this.modules[o][a]=J(e[t>>>3],7-(t&7)),t++)}}}applyMask(e){if(e<0||e>7)throw RangeError(`Mask value out of range`);for(let t=0;t<this.size;t++)for(let n=0;n<this.size;n++){let r;switch(e){case 0:r=(n+t)%2==0;break;case 1:r=t%2==0;break;case 2:r=n%3==0;break;case 3:r=(n+t)%3==0;break;case 4:r=(Math.floor(n/3)+Math.floor(t/2))%2==0;break;case 5:r=n*t%2+n*t%3==0;break;case 6:r=(n*t%2+n*t%3)%2==0;break;case 7:r=((n+t)%2+n*t%3)%2==0;break;default:throw Error(`Unreachable`)}!this.types[t][n]&&r&&(this.modules[t][n]=!this.modules[t][n])}}getPenaltyScore(){let e=0;for(let t=0;t<this.size;t++){let n=!1,r=0,i=[0,0,0,0,0,0,0];for(let a=0;a<this.size;a++)this.modules[t][a]===n?(r++,r===5?e+=Ut:r>5&&e++):(this.finderPenaltyAddHistory(r,i),n||(e+=this.finderPenaltyCountPatterns(i)*Gt),n=this.modules[t][a],r=1);e+=this.finderPenaltyTerminateAndCount(n,r,i)*Gt}for(let t=0;t<this.size;t++){let n=!1,r=0,i=[0,0,0,0,0,0,0];for(let a=0;a<this.size;a++)this.modules[a][t]===n?(r++,r===5?e+=Ut:r>5&&e++):(this.finderPenaltyAddHistory(r,i),n||(e+=this.finderPenaltyCountPatterns(i)*Gt),n=this.modules[a][t],r=1);e+=this.finderPenaltyTerminateAndCount(n,r,i)*Gt}for(let t=0;t<this.size-1;t++)for(let n=0;n<this.size-1;n++){let r=this.modules[t][n];r===this.modules[t][n+1]&&r===this.modules[t+1][n]&&r===this.modules[t+1][n+1]&&(e+=Wt)}let t=0;for(let e of this.modules)t=e.reduce((e,t)=>e+ +!!t,t);let n=this.size*this.size,r=Math.ceil(Math.abs(t*20-n*10)/n)-1;return e+=r*Kt,e}getAlignmentPatternPositions(){if(this.version===1)return[];{let e=Math.floor(this.version/7)+2,t=this.version===32?26:Math.ceil((this.version*4+4)/(e*2-2))*2,n=[6];for(let r=this.size-7;n.length<e;r-=t)n.splice(1,0,r);return n}}finderPenaltyCountPatterns(e){let t=e[1],n=t>0&&e[2]===t&&e[3]===t*3&&e[4]===t&&e[5]===t;return(n&&e[0]>=t*4&&e[6]>=t?1:0)+(n&&e[6]>=t*4&&e[0]>=t?1:0)}finderPenaltyTerminateAndCount(e,t,n){return e&&(this.finderPenaltyAddHistory(t,n),t=0),t+=this.size,this.finderPenaltyAddHistory(t,n),this.finderPenaltyCountPatterns(n)}finderPenaltyAddHistory(e,t){t[0]===0&&(e+=this.size),t.pop(),t.unshift(e)}};function q(e,t,n){if(t<0||t>31||e>>>t)throw RangeError(`Value out of range`);for(let r=t-1;r>=0;r--)n.push(e>>>r&1)}function J(e,t){return!!(e>>>t&1)}var Xt=class{constructor(e,t,n){if(this.mode=e,this.numChars=t,this.bitData=n,t<0)throw RangeError(`Invalid argument`);this.bitData=n.slice()}getData(){return this.bitData.slice()}},Zt=[1,10,12,14],Qt=[2,9,11,13],$t=[4,8,16,16];function en(e,t){return e[Math.floor((t+7)/17)+1]}function tn(e){let t=[];for(let n of e)q(n,8,t);return new Xt($t,e.length,t)}function nn(e){if(!on(e))throw RangeError(`String contains non-numeric characters`);let t=[];for(let n=0;n<e.length;){let r=Math.min(e.length-n,3);q(Number.parseInt(e.substring(n,n+r),10),r*3+1,t),n+=r}return new Xt(Zt,e.length,t)}function rn(e){if(!sn(e))throw RangeError(`String contains unencodable characters in alphanumeric mode`);let t=[],n=0;for(;n+2<=e.length;n+=2){let r=Bt.indexOf(e.charAt(n))*45;r+=Bt.indexOf(e.charAt(n+1)),q(r,11,t)}return n<e.length&&q(Bt.indexOf(e.charAt(n)),6,t),new Xt(Qt,e.length,t)}function an(e){return e===``?[]:on(e)?[nn(e)]:sn(e)?[rn(e)]:[tn(ln(e))]}function on(e){return Rt.test(e)}function sn(e){return zt.test(e)}function cn(e,t){let n=0;for(let r of e){let e=en(r.mode,t);if(r.numChars>=1<<e)return 1/0;n+=4+e+r.bitData.length}return n}function ln(e){e=encodeURI(e);let t=[];for(let n=0;n<e.length;n++)e.charAt(n)===`%`?(t.push(Number.parseInt(e.substring(n+1,n+3),16)),n+=2):t.push(e.charCodeAt(n));return t}function un(e){if(e<Vt||e>Ht)throw RangeError(`Version number out of range`);let t=(16*e+128)*e+64;if(e>=2){let n=Math.floor(e/7)+2;t-=(25*n-10)*n-55,e>=7&&(t-=36)}return t}function dn(e,t){return Math.floor(un(e)/8)-qt[t[0]][e]*Jt[t[0]][e]}function fn(e){if(e<1||e>255)throw RangeError(`Degree out of range`);let t=[];for(let n=0;n<e-1;n++)t.push(0);t.push(1);let n=1;for(let r=0;r<e;r++){for(let e=0;e<t.length;e++)t[e]=mn(t[e],n),e+1<t.length&&(t[e]^=t[e+1]);n=mn(n,2)}return t}function pn(e,t){let n=t.map(e=>0);for(let r of e){let e=r^n.shift();n.push(0),t.forEach((t,r)=>n[r]^=mn(t,e))}return n}function mn(e,t){if(e>>>8||t>>>8)throw RangeError(`Byte out of range`);let n=0;for(let r=7;r>=0;r--)n=n<<1^(n>>>7)*285,n^=(t>>>r&1)*e;return n}function hn(e,t,n=1,r=40,i=-1,a=!0){if(!(Vt<=n&&n<=r&&r<=Ht)||i<-1||i>7)throw RangeError(`Invalid value`);let o,s;for(o=n;;o++){let n=dn(o,t)*8,i=cn(e,o);if(i<=n){s=i;break}if(o>=r)throw RangeError(`Data too long`)}for(let e of[Pt,Ft,It])a&&s<=dn(o,e)*8&&(t=e);let c=[];for(let t of e){q(t.mode[0],4,c),q(t.numChars,en(t.mode,o),c);for(let e of t.getData())c.push(e)}let l=dn(o,t)*8;q(0,Math.min(4,l-c.length),c),q(0,(8-c.length%8)%8,c);for(let e=236;c.length<l;e^=253)q(e,8,c);let u=Array.from({length:Math.ceil(c.length/8)},()=>0);return c.forEach((e,t)=>u[t>>>3]|=e<<7-(t&7)),new Yt(o,t,u,i)}function gn(e,t){let{ecc:n=`L`,boostEcc:r=!1,minVersion:i=1,maxVersion:a=40,maskPattern:o=-1,border:s=1}=t||{},c=typeof e==`string`?an(e):Array.isArray(e)?[tn(e)]:void 0;if(!c)throw Error(`uqr only supports encoding string and binary data, but got: ${typeof e}`);let l=hn(c,Lt[n],i,a,o,r),u=_n({version:l.version,maskPattern:l.mask,size:l.size,data:l.modules,types:l.types},s);return t?.invert&&(u.data=u.data.map(e=>e.map(e=>!e))),t?.onEncoded?.(u),u}function _n(e,t=1){if(!t)return e;let{size:n}=e,r=n+t*2;e.size=r,e.data.forEach(e=>{for(let n=0;n<t;n++)e.unshift(!1),e.push(!1)});for(let n=0;n<t;n++)e.data.unshift(Array.from({length:r},e=>!1)),e.data.push(Array.from({length:r},e=>!1));let i=K.Border;e.types.forEach(e=>{for(let n=0;n<t;n++)e.unshift(i),e.push(i)});for(let n=0;n<t;n++)e.types.unshift(Array.from({length:r},e=>i)),e.types.push(Array.from({length:r},e=>i));return e}var vn=6e4;async function yn(e,t){return(await e.callWS({type:`access_codes/reveal`,access_code_id:t})).code}var bn=(e,t)=>e.type===t.type&&e.starts_at===t.starts_at&&e.ends_at===t.ends_at&&e.recurrence===t.recurrence&&e.active_while===t.active_while&&e.is_paused===t.is_paused,xn=/* @__PURE__ */ new Set([`failed_to_set_on_device`,`duplicate_code_on_device`,`no_space_for_access_code_on_device`,`code_constraints_violated`,`access_code_inactive`]),Sn=e=>e.max_uses!==null&&e.use_count>=e.max_uses,Cn=e=>e.status!==`set`&&e.errors.some(e=>xn.has(e.error_code??``));async function wn({hass:e,store:t},n){let r=t.sharedWith(n).filter(e=>e!==n&&!z(e)&&!Sn(e)&&!Cn(e)&&bn(e,n)),[i,...a]=await Promise.all([yn(e,n.access_code_id),...r.map(t=>yn(e,t.access_code_id).catch(()=>null))]);return{pin:i??null,codes:[n,...r.filter((e,t)=>i&&a[t]===i)]}}function Tn({hass:e,store:t},n){let r=n.map(e=>t.lockOf(e)?.name??e.lock_entity_id);return new Intl.ListFormat(e.locale.language).format(r)}var En=(e,t,n)=>Dn(e,t,n).replace(/[\u2066\u2069]/g,``);function Dn(e,t,n){let{texts:r,clock:i}=e,[a]=t,o={name:a.name,lock:Tn(e,t),pin:n};return a.type===`ongoing`?r.t(`share.always`,o):a.recurrence!==null||a.starts_at===null||a.ends_at===null?r.t(`share.recurring`,{...o,when:U(e,a)}):r.t(`share.window`,{...o,from:i.moment(a.starts_at),to:i.moment(a.ends_at)})}var On=/^booking_[a-z]{20}$/;function kn({store:e},t){return On.test(t.common_code_key??``)?e.sharedWith(t).filter(e=>!z(e)):[t]}function An(e){let{data:t,size:n}=gn(e,{ecc:`M`,border:3});return{path:t.flatMap((e,t)=>e.map((e,n)=>e?`M${n} ${t}h1v1h-1z`:``)).join(``),size:n}}function jn(e,t){let n=e.next_window;if(n===null)return null;let r=Date.parse(n.starts_at)<=t,i=r?n.ends_at:n.starts_at,a=Date.parse(i)-t;return a>0?{isBegun:r,at:i,left:a}:null}function Mn(e,t){let n=Math.max(Math.round(e/1e3),0),r=[[`day`,Math.floor(n/86400)],[`hour`,Math.floor(n/3600)%24],[`minute`,Math.floor(n/60)%60],[`second`,n%60]],i=r.findIndex(([,e])=>e>0);return(i<0?r.slice(3):r.slice(i,i+2).filter(([,e])=>e>0)).map(([e,n])=>new Intl.NumberFormat(t,{style:`unit`,unit:e,unitDisplay:`long`}).format(n)).join(`, `)}function Nn(e,t){return e.state!==`followed`||Date.parse(e.ends_at)<=t?`left`:Date.parse(e.starts_at)<=t?`here`:`coming`}function Pn(e,t){return e.code===null?void 0:t.get(e.code.access_code_id)}function Fn(e,t,n){let r=(t,n,r)=>({key:t,message:n,lock_entity_id:e.lock_entity_id,isWarning:r});if(!e.is_loaded)return[r(`lock.not_loaded`,``,!1)];if(e.is_deleted_by_hand)return[r(`bookings.deleted_by_hand`,``,!0)];if(e.refused)return[r(null,e.refused.message,!1)];if(!e.code)return[r(`bookings.no_code`,``,!1)];let{errors:i}=n??e.code;return i.filter(e=>!e.is_device_error||t!==`set`).map(e=>r(null,e.message,!1))}function In(e,t,n){let r=Nn(e,n),i=e.locks.map(e=>{let r=Pn(e,t);return{lock:e,code:r,kind:r?V(r,n):null}}),a=[];if(r!==`left`){let t=(e,t)=>({key:e,message:``,lock_entity_id:null,isWarning:t});a.push(...i.flatMap(({lock:e,code:t,kind:n})=>Fn(e,n,t))),e.is_sending_failing&&a.push(t(`bookings.not_sent`,!1)),e.is_in_doubt?a.push({...t(`bookings.in_doubt`,!1),since:e.missing_since}):e.is_missing_in_calendar&&a.push(t(`bookings.missing`,!0))}return{booking:e,phase:r,locks:i.map(({lock:e,kind:t})=>({lock:e,kind:t})),troubles:a}}function Ln(e,t,n){let r={here:[],coming:[],left:[]};for(let i of e.bookings){let e=In(i,t,n);r[e.phase].push(e)}let i=e=>Date.parse(e.booking.ends_at);return r.here.sort((e,t)=>i(e)-i(t)),r.left.sort((e,t)=>i(t)-i(e)),r}function Rn(e,t){let n=/* @__PURE__ */ new Map;for(let r of t){if(r.before!==e.common_code_key||r.lock_entity_id===null)continue;let t=`${r.starts_at}|${r.ends_at}`,i=n.get(t)??{starts_at:r.starts_at,ends_at:r.ends_at,lock_entity_ids:[]};i.lock_entity_ids.push(r.lock_entity_id),n.set(t,i)}return[...n.values()].sort((e,t)=>Date.parse(e.starts_at)-Date.parse(t.starts_at))}function zn(e,t){let n=e=>Date.parse(`${e.slice(0,10)}T00:00Z`);return Math.round((n(t)-n(e))/864e5)}var Bn=400,Vn=class extends A{constructor(...e){super(...e),this.known=[],this.isAsking=!1,this.isAskedAgain=!1,this.load=async()=>{this.isAsking?this.isAskedAgain=!0:(this.isAsking=!0,await this.ask(),this.isAsking=!1,this.isAskedAgain&&(this.isAskedAgain=!1,this.load()))}}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer)}willUpdate(e){if(!e.has(`context`))return;let{store:t,now:n}=this.context,r=[n,t.codes,t.locks,t.bookingCalendars];e.get(`context`)===void 0?this.load():r.some((e,t)=>e!==this.known[t])&&(clearTimeout(this.timer),this.timer=setTimeout(()=>void this.load(),Bn)),this.known=r}},Hn=o`
:host {
display: grid;
grid-template-columns: minmax(0, 1fr);
gap: 16px;
}
.loading {
display: grid;
gap: 16px;
}
.loading div {
height: 160px;
border-radius: var(--radius);
background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
}
.note.card {
align-items: center;
}
.note.card > div {
flex: 1;
min-width: 0;
}
.head {
display: flex;
flex-wrap: wrap;
gap: 4px 12px;
align-items: center;
padding: 14px 16px;
overflow-wrap: anywhere;
}
.head .end {
margin-inline-start: auto;
}
h3 {
padding: 14px 16px 6px;
font-size: var(--ha-font-size-s, 12px);
font-weight: 500;
color: var(--quiet);
border-top: 1px solid var(--line);
}
.none {
padding: 16px;
color: var(--quiet);
border-top: 1px solid var(--line);
}
.stay {
display: grid;
grid-template-columns: 24px minmax(0, 1fr);
gap: 8px 16px;
padding: 12px 16px;
border-inline-start: 4px solid transparent;
}
.stay + .stay {
border-top: 1px solid var(--line);
}
.stay.bad {
border-inline-start-color: var(--bad);
background: color-mix(in srgb, var(--bad) 7%, transparent);
}
.name {
font-weight: 500;
overflow-wrap: anywhere;
unicode-bidi: plaintext;
text-align: -webkit-match-parent;
text-align: match-parent;
}
dl {
display: flex;
flex-wrap: wrap;
gap: 0 16px;
margin: 2px 0;
}
dl div {
display: flex;
gap: 6px;
}
dt {
color: var(--quiet);
}
dd {
margin: 0;
}
.codes,
.troubles {
grid-column: 2;
display: flex;
flex-wrap: wrap;
gap: 8px;
}
.troubles {
flex-direction: column;
gap: 2px;
overflow-wrap: anywhere;
}
.troubles a {
font-weight: 500;
text-decoration: underline;
}
.code {
display: flex;
gap: 8px;
align-items: center;
min-height: 36px;
padding-block: 4px;
padding-inline: 8px 12px;
border: 1px solid var(--line);
border-radius: 18px;
overflow-wrap: anywhere;
min-width: 0;
}
a.code:hover {
background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
}
.code b {
font-weight: 500;
}
.gap {
display: flex;
gap: 18px;
align-items: center;
padding-block: 8px;
padding-inline: 22px 16px;
color: var(--quiet);
background: color-mix(in srgb, var(--accent) 7%, transparent);
}
.gap b {
font-weight: 500;
color: var(--primary-text-color);
}
details {
border-top: 1px solid var(--line);
}
summary {
padding: 12px 16px;
cursor: pointer;
color: var(--quiet);
}
@media (min-width: 800px) {
.stay {
grid-template-columns: 24px minmax(0, 1fr) minmax(0, 1fr);
}
.codes {
grid-column: 3;
align-items: flex-start;
justify-content: flex-end;
}
.troubles {
grid-column: 2 / -1;
}
}
`,Un=`/config/integrations/dashboard/add?domain=access_codes`,Wn={here:`person`,coming:`upcoming`,left:`ended`};N(`access-codes-bookings`,class extends Vn{static{this.properties={context:{attribute:!1},found:{state:!0},failure:{state:!0}}}static{this.styles=[F,Hn]}constructor(){super(),this.found=this.failure=null}async ask(){try{this.found=await this.context.hass.callWS({type:`access_codes/bookings`,language:this.context.hass.locale.language}),this.failure=null}catch(e){this.failure=this.context.texts.refusal(e)}}render(){let{found:e,failure:t}=this,n=t?S`<div class="note error card" role="alert">
${P(`problem`)}
<div>${this.t(`bookings.failed`)}<br />${t}</div>
<button class="outlined" @click=${this.load}>${this.t(`panel.retry`)}</button>
</div>`:T;return e===null?t?S`${n}`:S`<div class="loading" role="status" aria-label=${this.t(`panel.loading`)}>
<div></div>
<div></div>
</div>`:e.calendars.length===0?S`${n}
<div class="empty" role="status">
${P(`bookings`)}
<p>${this.t(`bookings.no_calendar`)}</p>
<a class="button outlined" href=${Un}>${this.t(`bookings.follow`)}</a>
</div>`:S`${n} ${e.calendars.map(t=>this.renderCalendar(t,e))}`}renderCalendar(e,t){let{store:n,clock:r,now:i}=this.context,a=Ln(e,n.codes,i),o=a.here.length+a.coming.length===0;return S`<section class="card" aria-label=${e.name}>
<div class="head">
<span class="quiet">${P(`bookings`)}</span>
<h2>${e.name}</h2>
${e.read_at?S`<span class="end quiet">${this.t(`bookings.read_at`,{at:r.moment(e.read_at)})}</span>`:T}
</div>
${this.renderCalendarTrouble(e)}
${e.is_loaded&&o?S`<p class="none">${this.t(`bookings.none`)}</p>`:T}
${[`here`,`coming`].map(n=>this.renderPhase(n,a[n],e,t))}
${a.left.length>0?S`<details>
<summary>${this.t(`bookings.left`,{count:a.left.length})}</summary>
<ul>
${a.left.map(e=>this.renderStay(e))}
</ul>
</details>`:T}
</section>`}renderCalendarTrouble(e){let{clock:t}=this.context,n=e.is_loaded?e.failing_since===null?null:this.t(`bookings.failing`,{since:t.moment(e.failing_since)}):this.t(`bookings.not_running`);return n===null?T:S`<div class="note error">
${P(`offline`)}
<div>${n} <a href=${e.is_loaded?`/config/repairs`:At(e.entry_id)}>${this.t(e.is_loaded?`now.look_at_repairs`:`locks.options`)}</a></div>
</div>`}renderPhase(e,t,n,r){return t.length===0?T:S`<h3>${this.t(`bookings.${e}`)}</h3>
<ul>
${t.map(t=>S`${e===`coming`?Rn(t.booking,r.gaps).map(e=>this.renderGap(e,t,n)):T}
${this.renderStay(t)}`)}
</ul>`}renderGap(e,t,n){let{clock:r,hass:i}=this.context,a=e.lock_entity_ids.length===t.booking.locks.length,o=Mn(Date.parse(e.ends_at)-Date.parse(e.starts_at),i.locale.language),s=this.t(`when.window`,{from:r.moment(e.starts_at),to:r.moment(e.ends_at)}),c=a?[]:e.lock_entity_ids.map(e=>this.lockName(e));return S`<li class="gap small" aria-label="${n.name}: ${this.t(`bookings.gap`,{long:o})}">
${P(`clean`)}
<div><b>${this.t(`bookings.gap`,{long:o})}</b> <span>${[s,...c].join(` · `)}</span></div>
</li>`}renderStay({booking:e,phase:t,locks:n,troubles:r}){let{clock:i}=this.context,a=r.some(e=>!e.isWarning),o=a?`problem`:r.length>0?`warning`:t===`here`?`set`:t===`coming`?`upcoming`:`ended`,s=zn(i.wall(e.starts_at),i.wall(e.ends_at)),c=[...e.lock_count>1&&t!==`left`?[e.display_status]:[],...s>0?[this.t(`bookings.nights`,{count:s})]:[],...e.checked_in_at&&t===`here`?[this.t(`bookings.checked_in`,{at:i.moment(e.checked_in_at)})]:[],...e.sent_at&&t!==`left`?[this.t(`bookings.sent`,{at:i.moment(e.sent_at)})]:[],...e.state===`followed`?[]:[this.t(`bookings.${e.state}`)]];return S`<li class="stay ${a?`bad`:``}">
<span class=${o}>${P(r.length>0?`problem`:Wn[t])}</span>
<div class="texts">
<div class="name">${r.length>0?S`<span class="visually-hidden">${this.t(`status.problem`)}: </span>`:T}${e.name}</div>
<dl>
<div><dt>${this.t(`bookings.arrival`)}</dt><dd>${this.moment(e.starts_at)}</dd></div>
<div><dt>${this.t(`bookings.departure`)}</dt><dd>${this.moment(e.ends_at)}</dd></div>
</dl>
<div class="quiet">${c.join(` · `)}</div>
</div>
${t===`left`?T:S`<div class="codes">${n.map(e=>this.renderLock(e))}</div>`}
${r.length>0?S`<ul class="troubles">
${r.map(e=>this.renderTrouble(e))}
</ul>`:T}
</li>`}moment(e){let{clock:t,now:n}=this.context;return t.wall(e).slice(0,10)===t.wall(new Date(n)).slice(0,10)?`${this.t(`timeline.today`)}, ${t.time(e)}`:t.moment(e)}renderLock({lock:e,kind:t}){let n=this.lockName(e.lock_entity_id),r=t??`unset`,i=[...this.context.store.locks.values()].find(t=>t.entity_id===e.lock_entity_id),a=S`<span class=${r}>${P(r)}</span><span><b>${n}</b> ${yt(this.context.texts,r,i)}</span>`;return e.code&&t?S`<a class="code small" href="${j}/code/${e.code.access_code_id}" @click=${M}>${a}</a>`:S`<span class="code small">${a}</span>`}renderTrouble({key:e,message:t,lock_entity_id:n,isWarning:r,since:i}){let a=e===null?t:this.t(e,i?{since:this.context.clock.moment(i)}:{}),o=n===null?``:this.lockName(n),s=o===``||a.includes(o)?``:`${o}: `;return S`<li class=${r?``:`problem`}>${s}${a} ${i?S`<a href="/config/repairs">${this.t(`now.look_at_repairs`)}</a>`:T}</li>`}lockName(e){for(let t of this.context.store.locks.values())if(e!==null&&t.entity_id===e)return t.name;return e??this.t(`bookings.lock_gone`)}}),N(`access-codes-confirm`,class extends k{static{this.properties={question:{attribute:!1},error:{state:!0},isBusy:{state:!0},isChosen:{state:!0}}}static{this.styles=[F,I,o`
label {
display: flex;
gap: 12px;
align-items: center;
min-height: 44px;
cursor: pointer;
}
`]}constructor(){super(),this.close=()=>this.renderRoot.querySelector(`dialog`)?.close(),this.onChoice=e=>{this.isChosen=e.target.checked},this.onClose=()=>{this.renderRoot.querySelector(`dialog`)?.open||(this.question=null)},this.confirm=async()=>{let{question:e}=this;if(e&&!this.isBusy){this.isBusy=!0;try{await e.act(this.isChosen),this.close()}catch(t){this.error=e.errorText(t)}finally{this.isBusy=!1}}},this.question=null,this.error=null,this.isBusy=!1,this.isChosen=!1}ask(e){this.question=e,this.error=null,this.isBusy=!1,this.isChosen=e.choice!==void 0,this.updateComplete.then(()=>this.renderRoot.querySelector(`dialog`)?.showModal())}render(){let{question:e}=this;return e?S`<dialog aria-labelledby="title" aria-describedby="sentence" @close=${this.onClose}>
<div class="inside">
<h2 id="title">${e.title}</h2>
<p id="sentence">${e.sentence(this.isChosen)}</p>
${e.choice?S`<label><input type="checkbox" .checked=${this.isChosen} @change=${this.onChoice} />${e.choice}</label>`:T}
${this.error?S`<div class="note error" role="alert">${P(`problem`)} ${this.error}</div>`:T}
<div class="actions">
<button @click=${this.close}>${e.cancel}</button>
<button
class="filled ${e.isDangerous?`danger`:``}"
?disabled=${this.isBusy}
@click=${this.confirm}
>
${e.confirm}
</button>
</div>
</div>
</dialog>`:T}});var Gn=12e3,Kn=[[`share`,`share`],[`qr`,`qr`],[`large`,`large`],[`send`,`send`]];N(`access-codes-hand-over`,class extends A{static{this.properties={context:{attribute:!1},code:{attribute:!1},way:{state:!0},pin:{state:!0},said:{state:!0},error:{state:!0},isBusy:{state:!0},clockNow:{state:!0}}}constructor(){super(),this.hideAt=0,this.start=async e=>{if(this.error=null,this.said=``,e===`send`)return this.open(e);let t=this.code.access_code_id,n,r;try{let e=await wn(this.context,this.code);n=e.pin,r=e.codes}catch(e){this.error=this.context.texts.refusal(e);return}t===this.code.access_code_id&&this.isConnected&&(this.doors=[this.code,...r.slice(1)],n?e===`share`?await this.share(n):this.open(e,n):this.error=this.t(`code.pin_not_known`))},this.tick=()=>{this.clockNow=Date.now(),this.clockNow>=this.hideAt&&this.close()},this.close=()=>{this.renderRoot.querySelector(`dialog`)?.close(),this.forget()},this.onClose=()=>this.forget(),this.onVisibility=()=>{document.hidden&&this.pin&&this.close()},this.onSend=async e=>{if(e.preventDefault(),this.isBusy)return;let t=String(new FormData(e.target).get(`notify`)??``);this.isBusy=!0,this.error=null;try{await this.context.hass.callWS({type:`access_codes/send_code`,access_code_id:this.code.access_code_id,notify:t}),this.close(),this.said=this.t(`share.sent`,{to:this.context.hass.states[t]?.attributes.friendly_name??t})}catch(e){this.error=this.context.texts.refusal(e)}finally{this.isBusy=!1}},this.way=this.error=null,this.pin=this.said=``,this.isBusy=!1,this.clockNow=0}static{this.styles=[F,I,o`
.ways {
display: grid;
grid-template-columns: repeat(auto-fit, minmax(72px, 1fr));
gap: 4px;
padding: 4px 8px 8px;
}
.ways button {
flex-direction: column;
gap: 4px;
padding: 8px 4px;
border-radius: 12px;
font-size: var(--ha-font-size-s, 12px);
text-align: center;
}
.qr {
background: #fff;
border-radius: 8px;
justify-self: center;
width: min(100%, 320px);
display: block;
}
.text {
user-select: all;
padding: 12px;
border: 1px solid var(--line);
border-radius: 8px;
}
.whole {
width: 100vw;
height: 100vh;
height: 100dvh;
max-width: none;
max-height: none;
border-radius: 0;
padding: 24px;
}
.whole .inside {
height: 100%;
grid-template-rows: auto 1fr auto;
justify-items: center;
text-align: center;
}
.whole .middle {
align-self: center;
display: grid;
gap: 16px;
min-width: 0;
max-width: 100%;
}
.huge {
font-family: var(--ha-font-family-code, monospace);
font-size: clamp(40px, min(calc(120vw / var(--length, 6)), 40vh), 220px);
line-height: 1.1;
overflow-wrap: anywhere;
}
.left {
font-size: var(--ha-font-size-xl, 20px);
}
label {
display: grid;
gap: 6px;
font-weight: 500;
}
`]}connectedCallback(){super.connectedCallback(),document.addEventListener(`visibilitychange`,this.onVisibility)}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener(`visibilitychange`,this.onVisibility),clearTimeout(this.fading),this.forget()}willUpdate(e){let t=e.get(`code`);t&&t.access_code_id!==this.code.access_code_id?this.close():t&&this.pin&&this.followCode(),e.has(`said`)&&this.said&&(clearTimeout(this.fading),this.fading=setTimeout(()=>this.said=``,Gn))}render(){return this.code.is_waiting_for_code_assignment?T:S`<div class="ways small" role="group" aria-label=${this.t(`share.title`)}>
${Kn.map(([e,t])=>S`<button @click=${()=>this.start(e)}>${P(t)} ${this.t(`share.${e}`)}</button>`)}
</div>
<div aria-live="polite">
${this.said?S`<div class="note info">${P(`set`)} ${this.said}</div>`:T}
${this.error&&!this.way?S`<div class="note error">${P(`problem`)} ${this.error}</div>`:T}
</div>
${this.way?this.renderDialog(this.way):T}`}renderDialog(e){return S`<dialog class=${e===`large`?`whole`:``} aria-labelledby="title" @close=${this.onClose}>${{share:()=>this.renderText(),qr:()=>this.renderQr(),large:()=>this.renderLarge(),send:()=>this.renderSend()}[e]()}</dialog>`}renderFrame(e,t){return S`<div class="inside">
<h2 id="title">${e}</h2>
${t}
<div class="actions"><button class="outlined" @click=${this.close}>${this.t(`share.close`)}</button></div>
</div>`}renderText(){return this.renderFrame(this.t(`share.by_hand`),S`<p class="text" tabindex="0">${En(this.context,this.doors,this.pin)}</p>`)}renderQr(){let{path:e,size:t}=An(En(this.context,this.doors,this.pin));return this.renderFrame(this.t(`share.qr_title`,{name:this.code.name}),S`<svg class="qr" viewBox="0 0 ${t} ${t}" role="img" aria-label=${this.t(`share.qr_what`)} shape-rendering="crispEdges">
${C`<path d=${e} fill="#000"/>`}
</svg>
<p class="quiet">${this.t(`share.qr_what`)}</p>`)}renderLarge(){let{clock:e,hass:t}=this.context,{code:n}=this,r=jn(n,this.clockNow),i=t.locale.language,a=Math.max(Math.ceil((this.hideAt-this.clockNow)/1e3),0);return this.renderFrame(`${n.name} · ${Tn(this.context,this.doors)}`,S`<div class="middle">
<div class="huge" style="--length:${Math.max(this.pin.length,4)}">${this.pin}</div>
<div class="left">
${r?this.t(r.isBegun?`share.left`:`share.begins`,{at:e.moment(r.at),left:Mn(r.left,i)}):n.type===`ongoing`?this.t(`when.always`):T}
</div>
<div class="quiet">${this.t(`share.hidden_in`,{left:Mn(a*1e3,i)})}</div>
</div>`)}renderSend(){let e=Object.entries(this.context.hass.states).filter(([e])=>e.startsWith(`notify.`)).map(([e,t])=>({id:e,name:t?.attributes.friendly_name??e,isThere:t?.state!==`unavailable`})).sort(H),t=kn(this.context,this.code),n=t.map(e=>this.context.store.lockOf(e)?.name??e.lock_entity_id),r=t.length>1?this.t(`share.send_booking`,{locks:n.join(`, `)}):this.t(`share.send_what`);return e.length===0?this.renderFrame(this.t(`share.send`),S`<p>${this.t(`share.no_notifiers`)}</p>`):S`<form class="inside" @submit=${this.onSend}>
<h2 id="title">${this.t(`share.send_title`,{name:this.code.name})}</h2>
<label>
${this.t(`share.to`)}
<select name="notify">
${e.map(({id:e,name:t,isThere:n})=>S`<option value=${e} ?disabled=${!n}>${t}</option>`)}
</select>
</label>
<p class="quiet">${r}</p>
${this.error?S`<div class="note error" role="alert">${P(`problem`)} ${this.error}</div>`:T}
<div class="actions">
<button type="button" @click=${this.close}>${this.t(`panel.cancel`)}</button>
<button type="submit" class="filled" ?disabled=${this.isBusy}>${this.t(`share.send`)}</button>
</div>
</form>`}async followCode(){let{code:e}=this;try{let{pin:t,codes:n}=await wn(this.context,e);if(e!==this.code||!this.pin)return;if(!t)return this.close();this.doors=[e,...n.slice(1)],this.pin=t,this.requestUpdate()}catch{e===this.code&&this.close()}}async share(e){let t=En(this.context,this.doors,e);try{navigator.share?await navigator.share({text:t}):(await navigator.clipboard.writeText(t),this.said=this.t(`share.copied`))}catch(t){t.name!==`AbortError`&&this.open(`share`,e)}}open(e,t=``){this.way=e,this.pin=t,this.clockNow=Date.now(),this.hideAt=this.clockNow+vn,clearInterval(this.timer),t&&(this.timer=setInterval(this.tick,1e3)),this.updateComplete.then(()=>this.renderRoot.querySelector(`dialog`)?.showModal())}forget(){clearInterval(this.timer),this.pin=``,this.way=null}});var qn={name:`name`,code:`pin`,type:`time`,starts_at:`time`,ends_at:`time`,recurrence:`time`,max_uses:`uses`,is_one_time_use:`uses`,active_while:`active_while`,lock_entity_id:`lock`};function Jn(e,t){let n=/* @__PURE__ */ new Map,r=t;for(let t of e){if(t.type!==`access_code.changed`)continue;let e=String(t.details.changed??``).split(`,`),i=e.map(e=>qn[e]).filter(e=>e!==void 0);e.includes(`is_paused`)&&(i.push(r?`paused`:`resumed`),r=!r),n.set(t.event_id,[...new Set(i)])}return n}var Yn=30,Xn=/* @__PURE__ */ new Set([`set_on_device`,`removed_from_device`]);N(`access-codes-history`,class extends A{static{this.properties={context:{attribute:!1},code:{attribute:!1},lock:{attribute:!1},events:{state:!0},users:{state:!0}}}constructor(){super(),this.changes=/* @__PURE__ */ new Map,this.events=null,this.users=/* @__PURE__ */ new Map}static{this.styles=[F,o`
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
padding-block: 0 14px;
padding-inline: 24px 0;
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
`]}willUpdate(e){let t=e.get(`code`);t&&t.access_code_id!==this.code.access_code_id&&(this.events=null),e.has(`code`)&&this.load(this.code.access_code_id)}render(){let{clock:e,texts:t}=this.context,n=this.lock?.name??``,r=e=>{let r=this.changeText(this.changes.get(e.event_id)??[]);if(r)return r;let i=e.type.slice(e.type.indexOf(`.`)+1).replaceAll(`.`,`_`),a=this.lock?.capabilities?.is_virtual&&Xn.has(i)?`_virtual`:i===`used`&&typeof e.details.action==`string`?`_${e.details.action}`:``,o=t.message(`activity_${i}${a}`,{lock:n})||t.message(`activity_${i}`,{lock:n})||e.type;return o.charAt(0).toLocaleUpperCase()+o.slice(1)};return S`<section class="card" aria-labelledby="timeline">
<h3 id="timeline">${this.t(`code.timeline`)}</h3>
${this.events===null?S`<div class="pad quiet">${this.t(`panel.loading`)}</div>`:T}
${this.events?.length===0?S`<div class="pad quiet">${this.t(`code.nothing_happened`)}</div>`:T}
<ol>
${this.events?.map(t=>S`<li>
<div>${r(t)}</div>
<div class="quiet">${[e.moment(t.occurred_at),this.byWhom(t)].filter(Boolean).join(` · `)}</div>
</li>`)}
</ol>
</section>`}byWhom(e){let t=this.users.get(String(e.details.user_id));return t?this.t(`history.by`,{name:t}):``}async loadUsers(){if(this.users.size>0||!this.events?.some(e=>e.details.user_id))return;let e=await this.context.hass.callWS({type:`config/auth/list`});this.users=new Map(e.map(({id:e,name:t})=>[e,t??``]))}changeText(e){let t=e.filter(e=>e!==`paused`&&e!==`resumed`).map(e=>this.t(`history.${e}`)),n=new Intl.ListFormat(this.context.hass.locale.language).format(t);return[...e.filter(e=>e===`paused`||e===`resumed`).map(e=>this.t(`history.${e}`)),...t.length>0?[this.t(`history.changed`,{what:n})]:[]].join(` · `)}async load(e){try{let{hass:t,texts:n}=this.context,r=t.callWS({type:`access_codes/get_timeline`,access_code_id:e,limit:Yn}),[i]=await Promise.all([r,n.whole.catch(()=>void 0)]);if(e!==this.code.access_code_id)return;this.changes=Jn(i.events,this.code.is_paused),this.events=i.events,await this.loadUsers()}catch{e===this.code.access_code_id&&(this.events??=[])}}}),N(`access-codes-pin`,class extends A{static{this.properties={context:{attribute:!1},code:{attribute:!1},pin:{state:!0},isCopied:{state:!0},error:{state:!0}}}constructor(){super(),this.show=async()=>{this.error=null;let e=this.code.access_code_id;try{let t=await yn(this.context.hass,e)??``;if(e!==this.code.access_code_id||!this.isConnected)return;this.pin=t,clearTimeout(this.timer),this.timer=setTimeout(this.hide,vn)}catch(e){this.error=this.context.texts.refusal(e)}},this.hide=()=>{clearTimeout(this.timer),this.pin=null,this.isCopied=!1,this.error=null},this.onVisibility=()=>{document.hidden&&this.hide()},this.copy=async()=>{this.error=null;try{let e=this.pin??await yn(this.context.hass,this.code.access_code_id);if(!e){this.error=this.t(`code.pin_not_known`);return}await navigator.clipboard.writeText(e),this.isCopied=!0,setTimeout(()=>this.isCopied=!1,2e3)}catch{this.error=this.t(`code.copy_failed`)}},this.hide()}static{this.styles=[F,o`
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
button {
flex: 1;
padding: 0 8px;
}
}
`]}connectedCallback(){super.connectedCallback(),document.addEventListener(`visibilitychange`,this.onVisibility)}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener(`visibilitychange`,this.onVisibility),this.hide()}willUpdate(e){let t=e.get(`code`);t&&t.access_code_id!==this.code.access_code_id&&this.hide()}render(){if(this.code.is_waiting_for_code_assignment)return S`<div class="pin quiet">${this.t(`code.pin_chosen_by_lock`)}</div>`;let e=this.pin!==null;return S`<div class="pin">
<div class="digits ${e?``:`hidden`}" aria-live="polite">
${e?this.pin||this.t(`code.pin_not_known`):S`<span aria-hidden="true">••••••</span><span class="visually-hidden">${this.t(`code.pin_hidden`)}</span>`}
</div>
<button class="outlined small" @click=${e?this.hide:this.show} aria-pressed=${e?`true`:`false`}>
${P(e?`eyeOff`:`eye`)} ${this.t(e?`code.hide_pin`:`code.show_pin`)}
</button>
<button class="outlined small" @click=${this.copy}>
${P(this.isCopied?`set`:`copy`)} ${this.t(this.isCopied?`code.copied`:`code.copy_pin`)}
</button>
</div>
${this.error?S`<div class="note error" role="alert">${P(`problem`)} ${this.error}</div>`:T}`}}),N(`access-codes-code`,class extends A{constructor(...e){super(...e),this.deletedId=``}static{this.properties={context:{attribute:!1},codeId:{attribute:!1}}}static{this.styles=[F,o`
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
unicode-bidi: plaintext;
text-align: -webkit-match-parent;
text-align: match-parent;
}
.status {
margin-top: 4px;
font-weight: 500;
}
@media (max-width: 480px) {
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
.note .button {
margin-top: 8px;
border-color: currentColor;
text-decoration: none;
}
.actions {
display: flex;
flex-wrap: wrap;
gap: 8px;
padding: 12px 16px;
border-top: 1px solid var(--line);
}
`]}get code(){return this.context.store.codes.get(this.codeId)}willUpdate(e){!this.code&&this.deletedId===this.codeId&&Be(`/list`,!0)}render(){let{code:e}=this;if(!e)return S`<div class="empty" role="status">
${P(`search`)}
<p>${this.t(`panel.not_found`)}</p>
<a class="button outlined" href="${j}/list" @click=${M}>${this.t(`panel.to_list`)}</a>
</div>`;let t=this.context.store.lockOf(e);return S`<div class="columns">
<div>
<section class="card">
${this.renderTop(e,t)} ${this.renderMessages(e,t)}
<access-codes-pin .context=${this.context} .code=${e}></access-codes-pin>
<access-codes-hand-over .context=${this.context} .code=${e}></access-codes-hand-over>
${this.renderActions(e)}
</section>
</div>
<div>
${this.renderFacts(e,t)}
<access-codes-history .context=${this.context} .code=${e} .lock=${t}></access-codes-history>
</div>
</div>
<access-codes-confirm></access-codes-confirm>`}renderTop(e,t){let n=V(e,this.context.now),r=Tt(this.context,e,t)??wt(this.context,e,t);return S`<div class="top">
<span class=${n}>${P(n)}</span>
<div>
<h2>${e.name}</h2>
<div class="status">${this.context.clock.inText(e.display_status)}</div>
${r?S`<div class="quiet">${r}</div>`:T}
</div>
</div>`}renderMessages(e,t){let n=t?W(this.context,t):null,r=e.errors.some(e=>e.is_device_error);return S`${n&&!r?S`<div class="note error">${P(`offline`)} ${n}</div>`:T}
${Mt(e,t).map(({tone:e,message:t,remedy:n})=>S`<div class="note ${e}">
${P(e===`info`?`upcoming`:`problem`)}
<div>${t} ${n?this.renderRemedy(n):T}</div>
</div>`)}`}renderRemedy({key:e,href:t}){return S`<div><a class="button outlined" href=${t} @click=${M}>${this.t(e)}</a></div>`}renderActions(e){return e.pending_mutations.some(e=>e.mutation_code===`deleting`)?T:S`<div class="actions small">
<a class="button filled" href="${j}/edit/${e.access_code_id}" @click=${M}>
${P(`edit`)} ${this.t(`code.edit`)}
</a>
<button class="outlined" @click=${()=>this.askPause(e)}>
${P(e.is_paused?`play`:`pause`)} ${this.t(e.is_paused?`code.resume`:`code.pause`)}
</button>
<button class="outlined danger" @click=${()=>this.askDelete(e)}>${P(`trash`)} ${this.t(`code.delete`)}</button>
</div>`}renderFacts(e,t){let{clock:n,store:r}=this.context,i=r.sharedWith(e).slice(1),a=e.max_uses===null?`${e.use_count}`:this.t(`code.uses_of`,{count:e.use_count,limit:e.max_uses}),o=[[`code.lock`,t?.name??e.lock_entity_id],[`code.when`,U(this.context,e)]];return e.active_while&&o.push([`code.active_while`,e.active_while]),t?.capabilities?.reports_use&&(o.push([`code.uses`,a]),e.last_used_at&&o.push([`code.last_used`,n.moment(e.last_used_at)])),i.length>0&&o.push([`code.same_person`,i.map(e=>S`<div>
<a href="${j}/code/${e.access_code_id}" @click=${M}>${r.lockOf(e)?.name??e.lock_entity_id}</a>
</div>`)]),o.push([`code.created`,n.moment(e.created_at)]),S`<section class="card">
<dl>
${o.map(([e,t])=>S`<div><dt>${this.t(e)}</dt><dd>${t}</dd></div>`)}
</dl>
</section>`}get dialog(){return this.renderRoot.querySelector(`access-codes-confirm`)}askPause(e){let t=e.is_paused?`resume`:`pause`;this.ask(e,t,n=>{let r=this.t(`code.${t}_sentence`,{name:e.name,lock:this.lockNames(e,n)}),i=n?this.context.store.sharedWith(e):[e];return t===`pause`&&Et(this.context,i)?`${r} ${this.t(`code.until_confirmed`)}`:r},t=>this.context.hass.callWS(t?{type:`access_codes/update_multiple`,common_code_key:e.common_code_key,is_paused:!e.is_paused,without_pins:!0}:{type:`access_codes/update`,access_code_id:e.access_code_id,is_paused:!e.is_paused,without_pins:!0}))}askDelete(e){this.ask(e,`delete`,t=>{let n=t?this.context.store.sharedWith(e):[e];return Dt(this.context,n,this.lockNames(e,t))},async t=>{await this.context.hass.callWS(t?{type:`access_codes/delete`,common_code_key:e.common_code_key,without_pins:!0}:{type:`access_codes/delete`,access_code_id:e.access_code_id,without_pins:!0}),this.deletedId=e.access_code_id,this.requestUpdate()})}ask(e,t,n,r){let i=this.context.store.sharedWith(e).length;this.dialog.ask({title:this.t(`code.${t}_title`),sentence:n,confirm:this.t(`code.${t}`),cancel:this.t(`panel.cancel`),isDangerous:t===`delete`,...i>1?{choice:this.t(`code.on_all_locks`,{count:i})}:{},act:async e=>{await r(e)},errorText:e=>this.context.texts.refusal(e)})}lockNames(e,t){return Tn(this.context,t?this.context.store.sharedWith(e):[e])}});function Zn(e,t){return{name:``,locks:t,pin:``,when:`always`,starts:`${e.slice(0,13)}:00`,ends:``,days:[],from:`09:00`,to:`12:00`,isOneTime:!1,uses:``}}function Qn(e,t,n){let r=Zn(n,[e.lock_entity_id]);if(r.name=e.name,r.isOneTime=e.is_one_time_use,e.max_uses!==null&&!r.isOneTime&&(r.uses=`${e.max_uses}`),e.type===`ongoing`||e.starts_at===null||e.ends_at===null)return r;let i=e.next_window??{starts_at:e.starts_at,ends_at:e.ends_at};if(r.starts=L(i.starts_at,t),r.ends=L(i.ends_at,t),r.when=`window`,e.recurrence!==null){let n=it(e.recurrence);r.when=n?`weekly`:`other`,r.days=n??[],r.from=L(e.starts_at,t).slice(11),r.to=L(e.ends_at,t).slice(11)}return r}function $n(e,t){if(e.when===`window`)return!e.starts||!e.ends?{}:{starts_at:`${e.starts}:00`,ends_at:`${e.ends}:00`};if(e.when===`weekly`&&e.days.length>0&&e.from&&e.to){let n=at(e.days,e.from,e.to,t);return{starts_at:`${n.starts_at}:00`,ends_at:`${n.ends_at}:00`,recurrence:rt(e.days)}}return{}}function er(e,t,n,r){let[i,a]=[Math.min(n,r),Math.max(n,r)],o=t.slice(i,a+1),s=e.filter(e=>!o.includes(e));return e.includes(t[n])?s:[...s,...o]}function tr(e){if(e.when===`window`)return e.starts&&e.ends?null:`edit.times_missing`;if(e.when!==`weekly`)return null;let t=e.from!==``&&e.to!==``;return e.days.length>0?t?null:`edit.times_missing`:t?`edit.day_missing`:`edit.days_missing`}var nr=e=>e.locks.length>0&&tr(e)===null;function rr(e,t){let n=e.isOneTime?``:e.uses.trim();return e.isOneTime===(t?.isOneTime??!1)&&n===(t?.uses??``)?{}:e.isOneTime?{is_one_time_use:!0}:{max_uses:n===``?null:Number(n)}}function ir(e,t){let n=$n(e,t);return e.name.trim()!==``&&(n.name=e.name.trim()),e.pin!==``&&(n.code=e.pin),{...n,...rr(e,null)}}function ar(e,t,n){let r={};if(e.name.trim()!==t.name&&(r.name=e.name.trim()),e.pin!==``&&(r.code=e.pin),Object.assign(r,rr(e,t)),e.when===`always`)return t.when!==`always`&&(r.code_type=`ongoing`),r;if(e.when===`window`){if(t.when===`window`&&t.starts===e.starts&&t.ends===e.ends)return r;let i=t.when===`weekly`||t.when===`other`;return{...r,...$n(e,n),...i?{recurrence:``}:{}}}return e.when===`weekly`?t.when===`weekly`&&t.from===e.from&&t.to===e.to&&[...t.days].sort().join()===[...e.days].sort().join()?r:{...r,...$n(e,n)}:r}var or={name:`name`,lock:`lock`,code:`code`,preferred_code_length:`code`,starts_at:`when`,ends_at:`when`,recurrence:`when`,type:`when`,code_type:`when`,is_one_time_use:`is_one_time_use`,max_uses:`is_one_time_use`};function sr(e){let t=/* @__PURE__ */ new Map;for(let n of e){let e=or[n.field??``]??`form`;t.set(e,[...t.get(e)??[],n])}return t}function cr(e,t){let n=t?.characters??``;return e.translation_key===`code_length_not_taken`?/^\d+$/.test(n)?`edit.digits_wanted`:null:e.translation_key===`code_characters_not_taken`&&n===`0123456789`?`edit.digits_only`:null}function lr(e,t,n,r){let i=/* @__PURE__ */ new Map;for(let t of e){let e=n(t);i.set(e,(i.get(e)??/* @__PURE__ */ new Set).add(t.lock??``))}return[...i].flatMap(([e,n])=>t.length<2||t.every(e=>n.has(e))?[e]:[...n].map(t=>r(t)?`${r(t)}: ${e}`:e))}function ur(e){let t=e.filter(e=>e!=null),[n,...r]=t;return n?{lengths:n.code_lengths.filter(e=>r.every(t=>t.code_lengths.includes(e))),isDigitsOnly:t.some(e=>/^\d+$/.test(e.characters)),isChosenByLock:t.some(e=>e.is_pin_chosen_by_lock)}:null}function dr(e){let[t,n]=[e[0],e[e.length-1]];return t===void 0||n===void 0?``:e.length>2&&n-t===e.length-1?`${t}–${n}`:e.join(`, `)}async function fr(e,t,n){let r=async t=>(await e.callWS({type:`access_codes/check`,...t,...n})).errors;if(t.every(e=>e.codeId===void 0))return t.length>0?r({lock:t.map(e=>e.lock)}):[];if(Object.keys(n).length===0)return[];let i=t.map(async({lock:e,codeId:t})=>(await r({access_code_id:t})).map(t=>({...t,lock:e})));return(await Promise.all(i)).flat()}async function pr(e,t,n){return t.length===1?(await e.callWS({type:`access_codes/create`,lock:t[0],...n,without_pins:!0})).access_code.access_code_id:(await e.callWS({type:`access_codes/create_multiple`,entity_id:t,...n,without_pins:!0})).access_codes[0].access_code_id}async function mr(e,t,n,r){if(Object.keys(n).length===0)return t.access_code_id;let i=r?{type:`access_codes/update_multiple`,common_code_key:t.common_code_key}:{type:`access_codes/update`,access_code_id:t.access_code_id};return await e.callWS({...i,...n,without_pins:!0}),t.access_code_id}var hr=o`
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
.choices {
display: grid;
grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr));
column-gap: 16px;
}
.choices.many {
max-height: 296px;
overflow-y: auto;
padding: 4px 12px;
margin-top: 8px;
border: 1px solid var(--line);
border-radius: 8px;
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
.times label {
display: grid;
gap: 6px;
}
.foot {
display: grid;
gap: 12px;
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
touch-action: pan-y;
user-select: none;
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
`,gr=(e,t)=>S`<div id=${e} aria-live="polite">
${t.map(e=>S`<div class="error small">${P(`problem`)} <span>${e}</span></div>`)}
</div>`;N(`access-codes-when`,class extends A{constructor(...e){super(...e),this.drag=null,this.onDown=e=>{if(e.button!==0||!e.isPrimary)return;let t=this.dayAt(e.currentTarget,e.clientX);this.drag={pointerId:e.pointerId,from:t,before:this.form.days,isMoving:!1}},this.onMove=e=>{let{drag:t}=this;if(!t||e.pointerId!==t.pointerId||!e.buttons)return;let n=e.currentTarget,r=this.dayAt(n,e.clientX);(t.isMoving||r!==t.from)&&(t.isMoving||n.setPointerCapture(e.pointerId),t.isMoving=!0,this.put({days:er(t.before,this.shownDays,t.from,r)}))},this.onCancel=e=>{e.pointerId===this.drag?.pointerId&&(this.drag.isMoving&&this.put({days:this.drag.before}),this.drag=null)},this.onLeave=()=>{this.drag?.isMoving||(this.drag=null)}}static{this.properties={context:{attribute:!1},form:{attribute:!1},isOther:{attribute:!1},errors:{attribute:!1}}}static{this.styles=[F,hr]}willUpdate(){this.toggleAttribute(`invalid`,this.errors.length>0)}render(){let{form:e}=this,t=this.isOther?[`always`,`window`,`weekly`,`other`]:[`always`,`window`,`weekly`];return S`<fieldset aria-describedby="when-error">
<legend>${this.t(`edit.when`)}</legend>
<div class="segments">
${t.map(t=>S`<button
type="button"
aria-pressed=${e.when===t?`true`:`false`}
@click=${()=>this.put({when:t})}
>
${this.t(`edit.when_${t}`)}
</button>`)}
</div>
${e.when===`window`?this.renderWindow(e):T}
${e.when===`weekly`?this.renderWeekly(e):T}
${e.when===`other`?S`<div class="hint">${this.t(`edit.other_kept`)}</div>`:T}
${e.when===`window`||e.when===`weekly`?this.renderZone():T}
${gr(`when-error`,this.errors)}
</fieldset>`}renderWindow(e){return S`<div class="more">
<div class="chips">
${et.map(e=>S`<button type="button" class="chip" @click=${()=>this.choose(e)}>
${this.t(`edit.quick_${e}`)}
</button>`)}
</div>
<div class="times">
<label>${this.t(`edit.starts`)}
<input
type="datetime-local"
name="starts"
.value=${e.starts}
aria-invalid=${this.errors.length>0?`true`:`false`}
@input=${e=>this.put({starts:e.target.value})}
/>
</label>
<label>${this.t(`edit.ends`)}
<input
type="datetime-local"
name="ends"
.value=${e.ends}
aria-invalid=${this.errors.length>0?`true`:`false`}
@input=${e=>this.put({ends:e.target.value})}
/>
</label>
</div>
${e.starts&&e.ends?S`<div class="hint">${St(this.context,e.starts)} – ${Ct(this.context,e.ends)}</div>`:T}
</div>`}renderWeekly(e){let{clock:t}=this.context;return S`<div class="more">
<div
class="days"
role="group"
aria-label=${this.t(`edit.days`)}
@pointerdown=${this.onDown}
@pointermove=${this.onMove}
@pointercancel=${this.onCancel}
@pointerleave=${this.onLeave}
@click=${()=>this.drag=null}
>
${this.shownDays.map(n=>S`<button
type="button"
class="chip"
aria-pressed=${e.days.includes(n)?`true`:`false`}
@click=${e=>this.onDay(e,n)}
>
<span aria-hidden="true">${t.weekdayName(n,`short`)}</span>
<span class="visually-hidden">${t.weekdayName(n,`long`)}</span>
</button>`)}
</div>
<div class="times short">
<label>${this.t(`edit.from`)}
<input
type="time"
name="from"
.value=${e.from}
@input=${e=>this.put({from:e.target.value})}
/>
</label>
<label>${this.t(`edit.to`)}
<input
type="time"
name="to"
.value=${e.to}
@input=${e=>this.put({to:e.target.value})}
/>
</label>
</div>
${e.to&&e.from&&e.to<=e.from?S`<div class="hint">${this.t(`edit.over_midnight`)}</div>`:T}
</div>`}renderZone(){let{zone:e,isElsewhere:t}=this.context.clock;return t?S`<div class="hint">${this.t(`edit.zone`,{zone:e})}</div>`:T}get shownDays(){return[0,1,2,3,4,5,6].map(e=>(this.context.clock.firstWeekday+e)%7)}dayAt(e,t){let n=[...e.children].map(e=>{let{left:n,width:r}=e.getBoundingClientRect();return Math.abs(n+r/2-t)});return n.indexOf(Math.min(...n))}onDay(e,t){if(this.drag?.isMoving&&e.detail>0)return;let{days:n}=this.form;this.put({days:n.includes(t)?n.filter(e=>e!==t):[...n,t]})}choose(e){let t=tt(e,this.context.clock.wall());this.put({starts:t.starts_at,ends:t.ends_at})}put(e){this.dispatchEvent(new CustomEvent(`form-part`,{detail:e}))}});var _r=350,vr=12;N(`access-codes-edit`,class extends A{static{this.properties={context:{attribute:!1},codeId:{attribute:!1},form:{state:!0},errors:{state:!0},failure:{state:!0},isBusy:{state:!0},isForAll:{state:!0},isTried:{state:!0}}}constructor(){super(),this.original=null,this.round=0,this.draw=async()=>{this.failure=null;try{let e=await this.context.hass.callWS({type:`access_codes/generate_code`,lock:this.targets.map(e=>e.lock)});this.put({pin:e.code})}catch(e){this.failure=this.context.texts.refusal(e)}},this.onSubmit=async e=>{if(e.preventDefault(),!this.isBusy&&this.form){if(this.isTried=!0,this.failure=null,!nr(this.form))return this.showFirstError();this.isBusy=!0;try{if(!await this.check())return this.showFirstError();let{hass:e}=this.context;Be(`/code/${this.code?await mr(e,this.code,this.fields,this.isForAll&&this.isSharedCode):await pr(e,this.form.locks,this.fields)}`,!0)}catch(e){this.failure=this.context.texts.refusal(e)}finally{this.isBusy=!1}}},this.leave=()=>Ve(this.codeId?`/code/${this.codeId}`:`/now`),this.form=null,this.errors=/* @__PURE__ */ new Map,this.failure=null,this.isBusy=!1,this.isForAll=!0,this.isTried=!1}static{this.styles=[F,hr,o`
:host {
max-width: 640px;
margin: 0 auto;
}
`]}get code(){return this.codeId?this.context.store.codes.get(this.codeId):void 0}get today(){return this.context.clock.wall()}willUpdate(e){if(e.has(`codeId`)&&e.get(`codeId`)!==void 0&&(this.form=null),this.form!==null)return;let{store:t,clock:n}=this.context;if(this.codeId){let{code:e}=this;if(!e)return;this.original=Qn(e,n.zone,this.today),this.form={...this.original};return}let r=[...t.locks.values()].filter(e=>e.is_loaded&&e.entity_id!==null);this.form=Zn(this.today,r.length===1?[r[0].entity_id]:[])}render(){let{form:e,code:t}=this;return this.codeId&&!t?S`<div class="empty" role="status">
${P(`search`)}
<p>${this.t(`panel.not_found`)}</p>
<a class="button outlined" href="${j}/list" @click=${M}>${this.t(`panel.to_list`)}</a>
</div>`:e?S`<form class="card" novalidate autocomplete="off" @submit=${this.onSubmit}>
${this.renderName(e)} ${t?this.renderShared(t):this.renderLocks(e)} ${this.renderPin(e)}
${this.renderWhen(e)} ${this.renderOneTime(e)}
<div class="foot">
${this.renderErrors(`form`,`form-error`)}
${this.failure?S`<div class="note error" role="alert">${P(`problem`)} ${this.failure}</div>`:T}
<div class="actions">
<button type="button" @click=${this.leave}>${this.t(`panel.cancel`)}</button>
<button type="submit" class="filled" ?disabled=${this.isBusy}>${this.t(t?`edit.save`:`edit.create`)}</button>
</div>
</div>
</form>`:S`${T}`}renderName(e){return S`<div>
<label class="label" for="name">${this.t(`edit.name`)}</label>
<input
id="name"
maxlength="200"
.value=${e.name}
placeholder=${this.codeId?``:this.t(`edit.name_example`)}
@input=${e=>this.put({name:e.target.value})}
aria-invalid=${this.errors.has(`name`)?`true`:`false`}
aria-describedby="name-error"
/>
${this.renderErrors(`name`,`name-error`)}
</div>`}renderLocks(e){let t=[...this.context.store.locks.values()].filter(e=>e.entity_id!==null).sort(H),n=this.isTried&&e.locks.length===0;return S`<fieldset aria-describedby="lock-error">
<legend>${this.t(`edit.locks`)}</legend>
<div class="choices ${t.length>vr?`many`:``}">
${t.map(t=>S`<label class="check">
<input
type="checkbox"
.checked=${e.locks.includes(t.entity_id)}
?disabled=${!t.is_loaded}
@change=${e=>this.toggleLock(t.entity_id,e.target.checked)}
/>
<span>
${t.name}
${t.area||!t.is_loaded?S`<span class="quiet"> · ${t.is_loaded?t.area:this.t(`lock.not_running`)}</span>`:T}
</span>
</label>`)}
</div>
${this.renderErrors(`lock`,`lock-error`,n?this.t(`edit.lock_missing`):null)}
</fieldset>`}renderShared(e){let{store:t}=this.context,n=t.sharedWith(e);if(n.length<2)return T;let r=n.map(e=>t.lockOf(e)?.name??e.lock_entity_id).join(`, `);return S`<label class="check">
<input
type="checkbox"
.checked=${this.isForAll}
@change=${e=>{this.isForAll=e.target.checked,this.checkSoon()}}
/>
<span>${this.t(`edit.for_all`,{locks:r})}</span>
</label>`}renderPin(e){let t=this.limits(e);if(t?.isChosenByLock)return S`<div><span class="label">${this.t(`edit.pin`)}</span><div class="hint">${this.t(`code.pin_chosen_by_lock`)}</div></div>`;let n=t?dr(t.lengths):``,r=this.errors.get(`code`)?.some(e=>e.translation_key===`code_length_not_taken`);return S`<div>
<label class="label" for="pin">${this.t(`edit.pin`)}</label>
<div class="beside">
<input
id="pin"
class="pin"
inputmode=${t&&!t.isDigitsOnly?`text`:`numeric`}
autocomplete="off"
autocapitalize="off"
spellcheck="false"
maxlength="64"
.value=${e.pin}
placeholder=${this.t(this.codeId?`edit.pin_kept`:`edit.pin_random`)}
@input=${e=>this.put({pin:e.target.value.trim()})}
aria-invalid=${this.errors.has(`code`)?`true`:`false`}
aria-describedby="pin-hint pin-error"
/>
<button type="button" class="outlined small" @click=${this.draw} ?disabled=${e.locks.length===0}>
${P(`dice`)} ${this.t(`edit.draw`)}
</button>
</div>
${n&&!r?S`<div class="hint" id="pin-hint">${this.t(t?.isDigitsOnly?`edit.digits`:`edit.characters`,{lengths:n})}</div>`:T}
${this.renderErrors(`code`,`pin-error`)}
</div>`}renderWhen(e){let t=this.isTried?tr(e):null;return S`<access-codes-when
.context=${this.context}
.form=${e}
.isOther=${this.original?.when===`other`}
.errors=${this.errorTexts(`when`,t?this.t(t):null)}
@form-part=${e=>this.put(e.detail)}
></access-codes-when>`}renderOneTime(e){let t=e.locks.every(e=>this.lockAt(e)?.capabilities?.reports_use);return!(e.locks.length>0&&(t||e.isOneTime))||this.codeId&&this.isForAll&&this.isSharedCode?T:S`<div>
<label class="check">
<input
type="checkbox"
.checked=${e.isOneTime}
@change=${e=>this.put({isOneTime:e.target.checked})}
/>
<span>${this.t(`edit.one_time`)}</span>
</label>
${e.isOneTime?T:this.renderUses(e)} ${this.renderErrors(`is_one_time_use`,`one-time-error`)}
</div>`}renderUses(e){return S`<label class="label" for="uses">${this.t(`edit.max_uses`)}</label>
<input
id="uses"
type="number"
min="1"
inputmode="numeric"
.value=${e.uses}
placeholder=${this.t(`edit.no_limit`)}
@input=${e=>this.put({uses:e.target.value})}
aria-invalid=${this.errors.has(`is_one_time_use`)?`true`:`false`}
aria-describedby="one-time-error"
/>`}errorTexts(e,t=null){let n=lr(this.errors.get(e)??[],this.form?.locks??[],t=>{let n=cr(t,this.lockAt(t.lock??``)?.capabilities),r=(t.translation_placeholders?.limit??``).replace(`-`,`–`);return n?this.t(n,{lengths:r}):this.context.texts.refusal(t,e!==`form`)},e=>this.lockAt(e)?.name);return[.../* @__PURE__ */ new Set([...t?[t]:[],...n])]}renderErrors(e,t,n=null){return gr(t,this.errorTexts(e,n))}lockAt(e){for(let t of this.context.store.locks.values())if(t.entity_id===e)return t}get isSharedCode(){return this.code!==void 0&&this.context.store.sharedWith(this.code).length>1}limits(e){return ur(e.locks.map(e=>this.lockAt(e)?.capabilities))}put(e){this.form&&(this.form={...this.form,...e},this.checkSoon())}toggleLock(e,t){let n=this.form.locks.filter(t=>t!==e);this.put({locks:t?[...n,e]:n})}get fields(){let e=this.form;return this.codeId?ar(e,this.original,this.today):ir(e,this.today)}get targets(){let{code:e}=this;return e?(this.isForAll?this.context.store.sharedWith(e):[e]).map(e=>({lock:e.lock_entity_id,codeId:e.access_code_id})):this.form.locks.map(e=>({lock:e}))}checkSoon(){clearTimeout(this.timer),this.timer=setTimeout(()=>void this.check(),_r)}async check(){clearTimeout(this.timer);let e=++this.round,{fields:t,targets:n}=this,r=[];try{r=await fr(this.context.hass,n,t)}catch(t){return e===this.round&&(this.failure=this.context.texts.refusal(t)),!1}return e===this.round&&(this.errors=sr(r)),r.length===0}showFirstError(){this.updateComplete.then(()=>this.renderRoot.querySelector(`.error, [aria-invalid=true], access-codes-when[invalid]`)?.scrollIntoView({block:`center`}))}});var yr={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},br=e=>(...t)=>({_$litDirective$:e,values:t}),xr=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:Sr}=Pe,Cr=e=>e,wr=()=>document.createComment(``),Y=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new Sr(r.insertBefore(wr(),i),r.insertBefore(wr(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=Cr(e).nextSibling;Cr(r).insertBefore(e,i),e=t}}}return n},X=(e,t,n=e)=>(e._$AI(t,n),e),Tr={},Er=(e,t=Tr)=>e._$AH=t,Dr=e=>e._$AH,Or=e=>{e._$AR(),e._$AA.remove()},kr=(e,t,n)=>{let r=/* @__PURE__ */ new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},Ar=br(class extends xr{constructor(e){if(super(e),e.type!==yr.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=Dr(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=X(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=X(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=X(i[d],a[m]),Y(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=X(i[f],a[p]),Y(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=kr(o,p,m),u=kr(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=Y(e,i[d]);X(t,a[p]),c[p]=t}else c[p]=X(n,a[p]),Y(e,i[d],n),i[t]=null;p++}else Or(i[f]),f--}else Or(i[d]),d++;for(;p<=m;){let t=Y(e,c[m+1]);X(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&Or(e)}return this.ut=o,Er(e,c),w}}),jr=[`all`,`set`,`upcoming`,`problem`,`paused`,`ended`],Mr={problem:[`problem`],set:[`set`],setting:[`set`],unknown:[`set`],removing:[`ended`],paused:[`paused`],upcoming:[`upcoming`],ended:[`ended`],unset:[`upcoming`]};function Nr(e,t,n){return t===`all`||Mr[V(e,n)].includes(t)||t===`paused`&&e.is_paused||t===`ended`&&B(e,n)}function Pr(e,t){let n={all:0,set:0,upcoming:0,problem:0,paused:0,ended:0};for(let r of e)for(let e of jr)Nr(r,e,t)&&(n[e]+=1);return n}function Fr(e,t,n){let r=n.toLocaleLowerCase().split(/\s+/).filter(Boolean),i=`${e.name} ${t?.name??``} ${t?.area??``}`.toLocaleLowerCase();return r.every(e=>i.includes(e))}var Ir=e=>e.next_window===null?1/0:Date.parse(e.next_window.starts_at);function Lr(e,t){let n={name:H,created:(e,t)=>t.created_at.localeCompare(e.created_at)||H(e,t),window:(e,t)=>{let n=Ir(e)-Ir(t);return Number.isNaN(n)||n===0?H(e,t):n}};return[...e].sort(n[t])}function Rr(e,t,n){let r=new Map([...t].map(e=>[e.entity_id,e])),i=/* @__PURE__ */ new Map;if(n===`lock`)for(let e of[...r.values()].sort(H))i.set(`lock:${e.entity_id}`,{key:`lock:${e.entity_id}`,title:e.name,lock:e,codes:[]});for(let t of e){let e=r.get(t.lock_entity_id),a=n===`lock`?`lock:${t.lock_entity_id}`:`person:${t.common_code_key??t.access_code_id}`,o=n===`lock`?e?.name??t.lock_entity_id:t.name,s=i.get(a)??{key:a,title:o,lock:n===`lock`?e:void 0,codes:[]};s.codes.push(t),i.set(a,s)}return[...i.values()]}var zr=[`pause`,`resume`,`end`,`give`,`delete`];function Br(e,t,n){if(z(t))return!1;switch(e){case`pause`:return!t.is_paused&&!B(t,n);case`resume`:return t.is_paused;case`end`:case`give`:return!B(t,n);case`delete`:return!0}}var Vr=6e4,Hr=e=>new Date(e).toISOString();function Ur(e,t,n){let r={access_code_id:t.access_code_id,without_pins:!0};switch(e){case`pause`:case`resume`:return{type:`access_codes/update`,...r,is_paused:e===`pause`};case`delete`:return{type:`access_codes/delete`,...r};case`end`:{let e=t.type===`ongoing`?t.created_at:t.next_window?.starts_at??``,i=Date.parse(e)<n;return{type:`access_codes/update`,...r,starts_at:i?e:Hr(n-Vr),ends_at:Hr(n),...t.recurrence===null?{}:{recurrence:``}}}}}var Wr={pause:`pause`,resume:`play`,end:`stop`,delete:`trash`,give:`give`},Gr=4;N(`access-codes-bulk`,class extends A{static{this.properties={context:{attribute:!1},codes:{attribute:!1},action:{state:!0},done:{state:!0},failures:{state:!0},isBusy:{state:!0},target:{state:!0}}}constructor(){super(),this.run=async()=>{let{action:e,concerned:t}=this;if(!e||e===`give`||this.isBusy)return;this.isBusy=!0,this.done=0;let n=[];for(let r of t){try{await this.context.hass.callWS(Ur(e,r,Date.now()))}catch(e){n.push(this.t(`bulk.failed`,{name:r.name,reason:this.context.texts.refusal(e)}))}this.done+=1}this.isBusy=!1,this.failures=n,n.length===0&&this.finish(this.t(`bulk.done`,{count:t.length}))},this.give=async()=>{if(!this.isBusy){this.isBusy=!0,this.failures=[];try{let e=await this.context.hass.callWS({type:`access_codes/give`,access_code_ids:this.concerned.map(e=>e.access_code_id),lock:this.target,without_pins:!0}),t=this.targets.find(e=>e.entity_id===this.target)?.name??this.target;this.finish(this.t(`bulk.given`,{count:e.access_codes.length,lock:t}))}catch(e){this.failures=[this.context.texts.refusal(e)]}finally{this.isBusy=!1}}},this.close=()=>this.dialog?.close(),this.onClose=()=>{this.renderRoot.querySelector(`dialog`)?.open||(this.action=null)},this.onCancel=e=>{this.isBusy&&e.preventDefault()},this.leave=()=>{this.dispatchEvent(new CustomEvent(`bulk-left`))},this.codes=[],this.action=null,this.done=0,this.failures=[],this.isBusy=!1,this.target=``}static{this.styles=[F,I,o`
.bar {
display: flex;
flex-wrap: wrap;
align-items: center;
gap: 4px 8px;
padding: 8px 12px;
border-radius: 16px;
background: var(--card);
border: 1px solid var(--accent);
box-shadow: 0 4px 16px rgba(0, 0, 0, 0.25);
}
.bar .count {
font-weight: 500;
padding: 0 8px;
margin-inline-end: auto;
}
.bar button {
padding: 0 10px;
gap: 6px;
}
.locks label {
display: flex;
gap: 12px;
align-items: center;
min-height: 44px;
cursor: pointer;
}
fieldset {
border: none;
margin: 0;
padding: 0;
min-width: 0;
}
legend {
font-weight: 500;
}
progress {
width: 100%;
accent-color: var(--accent);
}
@media (max-width: 480px) {
.bar {
display: grid;
grid-template-columns: 1fr 1fr;
}
.bar > button {
justify-content: flex-start;
}
::slotted(*) {
justify-self: start;
}
.bar .round {
grid-area: 1 / 2;
justify-self: end;
justify-content: center;
}
}
`]}render(){let{codes:e}=this;return S`<div class="bar small" role="group" aria-label=${this.t(`bulk.actions`)}>
<span class="count" role="status">${this.t(`list.selected`,{count:e.length})}</span>
<slot></slot>
${zr.map(t=>S`<button
class=${t===`delete`?`danger`:``}
?disabled=${!e.some(e=>Br(t,e,this.context.now))}
@click=${()=>this.ask(t)}
>
${P(Wr[t])} ${this.t(`bulk.${t}`)}
</button>`)}
<button class="round" aria-label=${this.t(`bulk.leave`)} title=${this.t(`bulk.leave`)} @click=${this.leave}>${P(`close`)}</button>
</div>
${this.action?this.renderDialog(this.action):T}`}get concerned(){let{action:e}=this;return e?this.codes.filter(t=>Br(e,t,this.context.now)):[]}renderDialog(e){let{concerned:t}=this,n=t.length,r=this.codes.length-n,i=e===`give`;return S`<dialog aria-labelledby="title" aria-describedby="sentence" @close=${this.onClose} @cancel=${this.onCancel}>
<div class="inside">
<h2 id="title">${this.t(`bulk.${e}_title`,{count:n})}</h2>
<p id="sentence">${this.sentence(e)}</p>
${r>0&&!this.isBusy?S`<p class="quiet">${this.t(`bulk.left_out`,{count:r})}</p>`:T}
${i?this.renderTargets():T}
${this.isBusy&&!i?S`<label>${this.t(`bulk.progress`,{done:this.done,count:n})}<progress max=${n} .value=${this.done}></progress></label>`:T}
${this.failures.map(e=>S`<div class="note error" role="alert">${P(`problem`)} <span>${e}</span></div>`)}
<div class="actions">
<button ?disabled=${this.isBusy} @click=${this.close}>${this.t(`panel.cancel`)}</button>
<button
class="filled ${e===`delete`?`danger`:``}"
?disabled=${this.isBusy||n===0||i&&!this.target}
@click=${i?this.give:this.run}
>
${this.t(`bulk.${e}`)}
</button>
</div>
</div>
</dialog>`}sentence(e){let{context:t,concerned:n}=this,[r]=n,i=this.lockNames(n),a=r&&n.length===1;if(a&&e===`delete`)return Dt(t,n,i);let o=a&&(e===`pause`||e===`resume`)?this.t(`code.${e}_sentence`,{name:r.name,lock:i}):this.t(`bulk.${e}_sentence`,{names:this.names(n),lock:i,count:n.length});return(e===`pause`||e===`end`||e===`delete`)&&Et(t,n)?`${o} ${this.t(`code.until_confirmed`)}`:o}renderTargets(){return S`<fieldset class="locks">
<legend>${this.t(`bulk.give_to`)}</legend>
${this.targets.map(e=>S`<label>
<input
type="radio"
name="lock"
value=${e.entity_id}
.checked=${this.target===e.entity_id}
@change=${()=>this.target=e.entity_id}
/>
${e.name}
</label>`)}
</fieldset>`}get targets(){return[...this.context.store.locks.values()].filter(e=>e.is_loaded&&e.entity_id!==null).sort(H)}names(e){let t=[...new Set(e.map(e=>`“${e.name}”`))];return(t.length>Gr?[...t.slice(0,Gr),this.t(`now.and_more`,{count:t.length-Gr})]:t).join(`, `)}lockNames(e){let{store:t,hass:n}=this.context,r=new Set(e.map(e=>t.lockOf(e)?.name??e.lock_entity_id));return new Intl.ListFormat(n.locale.language).format(r)}ask(e){this.action=e,this.failures=[],this.done=0,this.target=``,this.updateComplete.then(()=>this.dialog?.showModal())}get dialog(){return this.renderRoot.querySelector(`dialog`)}finish(e){this.close(),this.dispatchEvent(new CustomEvent(`bulk-done`,{detail:e}))}});var Kr=25,qr=e=>{typeof requestIdleCallback==`function`?requestIdleCallback(e,{timeout:2e3}):setTimeout(e,50)},Jr=/* @__PURE__ */ new WeakSet;function Yr(e,t){if(Jr.has(e))return;let n=[...e.querySelectorAll(`${t}:not([laid])`)].slice(0,Kr);n.length!==0&&(Jr.add(e),qr(()=>{for(let e of n)e.toggleAttribute(`laid`,!0);Jr.delete(e),Yr(e,t)}))}var Xr=12e3;N(`access-codes-toast`,class extends k{static{this.properties={message:{state:!0}}}constructor(){super(),this.act=()=>{let e=this.message?.act;this.message=null,e?.()},this.stay=()=>clearTimeout(this.timer),this.leave=()=>{clearTimeout(this.timer),this.timer=setTimeout(()=>this.message=null,Xr)},this.message=null}static{this.styles=[F,o`
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
.toast span:last-child {
padding-inline-end: 8px;
}
button {
flex: none;
color: inherit;
border-color: color-mix(in srgb, currentColor 45%, transparent);
}
`]}show(e){this.message=e,this.stay(),this.leave()}forget(e){this.message?.about?.includes(e)&&(this.message=null)}disconnectedCallback(){super.disconnectedCallback(),this.stay()}render(){let{message:e}=this;return S`<div aria-live="polite" role="status">
${e?S`<div class="toast" @pointerenter=${this.stay} @pointerleave=${this.leave} @focusin=${this.stay} @focusout=${this.leave}>
<span>${e.text}</span>
${e.act?S`<button @click=${this.act}>${e.action}</button>`:T}
</div>`:T}
</div>`}});var Z={search:``,filter:`all`,by:`lock`,sort:`name`};N(`access-codes-list`,class extends A{static{this.properties={context:{attribute:!1},selected:{state:!0}}}constructor(){super(),this.onBulkDone=e=>{this.selected=null,this.renderRoot.querySelector(`access-codes-toast`).show({text:e.detail})},this.onSelected=e=>{let{id:t,isSelected:n}=e.detail,r=new Set(this.selected);n?r.add(t):r.delete(t),this.selected=r},this.onSearch=e=>this.choose({search:e.target.value}),this.selected=null}static{this.styles=[F,o`
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
`]}willUpdate(e){if(e.get(`context`)!==void 0)return;let t=new URLSearchParams(location.search).get(`show`);t&&jr.includes(t)&&(Z.filter=t)}updated(e){Yr(this.renderRoot,`access-codes-row`),this.toggleAttribute(`selecting`,this.selected!==null&&this.selected.size>0),e.get(`context`)===void 0&&e.has(`context`)&&this.renderRoot.querySelector(`.chips [aria-pressed=true]`)?.scrollIntoView({block:`nearest`,inline:`center`})}render(){let{store:e,now:t}=this.context,n=new Map([...e.locks.values()].map(e=>[e.entity_id,e])),r=[...e.codes.values()].filter(e=>Fr(e,n.get(e.lock_entity_id),Z.search)),i=Pr(r,t),a=[...e.locks.values()].some(e=>e.capabilities?.is_virtual),o=e=>this.t(e===`set`&&a?`status.set_virtual`:`list.show_${e}`),s=Lr(r.filter(e=>Nr(e,Z.filter,t)),Z.sort),c=Z.filter===`all`&&Z.search.trim()===``,l=Rr(s,e.locks.values(),Z.by).filter(e=>e.codes.length>0||c&&e.lock);return S`
<div class="tools" role="search">
<div class="search">
${P(`search`)}
<input
type="search"
aria-label=${this.t(`list.search`)}
placeholder=${this.t(`list.search`)}
.value=${Z.search}
@input=${this.onSearch}
/>
</div>
<div class="orders">
<div class="two" role="group" aria-label=${this.t(`list.group`)}>
${[`lock`,`person`].map(e=>S`<button
class="chip small"
aria-label=${this.t(`list.by_${e}`)}
aria-pressed=${Z.by===e?`true`:`false`}
@click=${()=>this.choose({by:e})}
>
${P(e)} <span class="word">${this.t(`list.by_${e}`)}</span>
</button>`)}
<button class="chip small" aria-pressed=${this.selected?`true`:`false`} aria-label=${this.t(`list.select`)} @click=${()=>this.selected=this.selected?null:/* @__PURE__ */ new Set}>
${P(`check`)} <span class="word">${this.t(`list.select`)}</span>
</button>
</div>
<label
><span class="sort">${this.t(`list.sort`)}</span>
<select aria-label=${this.t(`list.sort`)} @change=${e=>this.choose({sort:e.target.value})}>
${[`name`,`window`,`created`].map(e=>S`<option value=${e} ?selected=${Z.sort===e}>${this.t(`list.sort_${e}`)}</option>`)}
</select>
</label>
</div>
<div class="chips" role="group" aria-label=${this.t(`list.filter`)}>
${jr.map(e=>S`<button
class="chip"
aria-pressed=${Z.filter===e?`true`:`false`}
@click=${()=>this.choose({filter:e})}
>
${o(e)} <span class="quiet">${i[e]}</span>
</button>`)}
</div>
</div>
${this.renderGroups(l)} ${this.renderBulk(s)}
<access-codes-toast></access-codes-toast>
`}renderBulk(e){let{selected:t}=this;if(!t)return T;let n=[...this.context.store.codes.values()].filter(e=>t.has(e.access_code_id)),r=e.length>0&&e.every(e=>t.has(e.access_code_id)),i=(r?[]:e).map(e=>e.access_code_id);return S`<access-codes-bulk
.context=${this.context}
.codes=${n}
@bulk-done=${this.onBulkDone}
@bulk-left=${()=>this.selected=null}
>
<button class="chip small" aria-pressed=${r?`true`:`false`} @click=${()=>this.selected=new Set(i)}>
${P(`check`)} ${this.t(`list.select_all`)}
</button>
</access-codes-bulk>`}renderGroups(e){if(e.length===0){let e=this.context.store.codes.size===0;return S`<div class="empty" role="status">
${P(e?`person`:`search`)}
<p>${this.t(e?`list.empty`:`list.nothing_found`)}</p>
${e?T:S`<button class="outlined" @click=${()=>this.choose({search:``,filter:`all`})}>
${this.t(`list.show_everything`)}
</button>`}
</div>`}return Z.by===`lock`?S`${Ar(e,e=>e.key,e=>this.renderLock(e))}`:S`<section class="card group">
${Ar(e,e=>e.key,(e,t)=>this.renderPerson(e,t===0))}
</section>`}renderLock(e){let t=e.lock?W(this.context,e.lock):null,n=e.lock?.free_slots;return S`<section class="card group" aria-label=${e.title}>
<h2>
${e.title}
${e.lock?.area?S`<span class="quiet">${e.lock.area}</span>`:T}
<span class="end quiet">
${this.t(`list.count`,{count:e.codes.length})}${n==null?T:S` · ${this.t(`lock.free`,{count:n})}`}
</span>
</h2>
${t?S`<div class="note error small">${P(`offline`)} ${t}</div>`:T}
${e.codes.length===0?S`<div class="none">${this.t(`list.none_on_lock`)}</div>`:T}
${this.renderRows(e.codes,()=>``)}
</section>`}renderPerson(e,t){let{store:n}=this.context,r=e=>n.lockOf(e)?.name??e.lock_entity_id;return e.codes.length===1?S`${this.renderRows(e.codes,r,t)}`:S`<h3 class="person ${t?``:`later`}">
<span>${e.title}</span>
<span class="quiet">${this.t(`list.on_locks`,{count:e.codes.length})}</span>
</h3>
<div class="of">${this.renderRows(e.codes,()=>``,!0,r)}</div>`}renderRows(e,t,n=!0,r=()=>``){return Ar(e,e=>e.access_code_id,(e,i)=>S`<access-codes-row
?first=${n&&i===0}
.context=${this.context}
.code=${e}
.heading=${r(e)}
.place=${t(e)}
.isSelecting=${this.selected!==null}
.isSelected=${this.selected?.has(e.access_code_id)??!1}
@row-selected=${this.onSelected}
></access-codes-row>`)}choose(e){Object.assign(Z,e),this.requestUpdate()}});function Zr(e){let t=[];if(e.is_pin_chosen_by_lock)t.push({key:`pins_by_lock`,can:!1});else if(e.code_lengths.length>0){let n=/^\d+$/.test(e.characters);t.push({key:n?`pins_digits`:`pins_characters`,can:!0,values:{lengths:dr(e.code_lengths)}})}return e.capacity!==null&&!e.is_virtual&&t.push({key:`room`,can:!0,values:{count:e.capacity}}),e.is_virtual?[{key:`virtual`,can:!0},...t]:[...t,{key:e.holds_windows?`windows`:`no_windows`,can:e.holds_windows},{key:`reads_${e.reads}`,can:e.reads!==`nothing`},{key:e.reports_changes?`changes`:`no_changes`,can:e.reports_changes},{key:e.reports_use?`uses`:`no_uses`,can:e.reports_use}]}N(`access-codes-sync`,class extends A{static{this.properties={context:{attribute:!1},lock:{attribute:!1},read:{state:!0},total:{state:!0},isReading:{state:!0},said:{state:!0},isBad:{state:!0}}}static{this.styles=[F,o`
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
`]}constructor(){super(),this.start=async()=>{this.isReading=!0,this.read=this.total=0;try{this.stop=await this.context.hass.connection.subscribeMessage(this.onProgress,{type:`access_codes/follow_sync`,lock:this.lock.entity_id},{resubscribe:!1})}catch(e){this.finish(this.context.texts.refusal(e),!0)}},this.onProgress=e=>{`read`in e?(this.read=e.read,this.total=e.total):`error`in e?this.finish(this.context.texts.refusal({...e,code:``,message:e.error}),!0):this.finish(this.summary(e.report),!e.report.is_read)},this.isReading=this.isBad=!1,this.read=this.total=0,this.said=``}disconnectedCallback(){super.disconnectedCallback(),this.stop?.(),this.stop=void 0}render(){let{isReading:e,total:t,read:n}=this;return S`
<button class="outlined" ?disabled=${e||this.context.store.isOffline} @click=${this.start}>
${P(`sync`)} ${this.t(`locks.sync`)}
</button>
<div aria-live="polite">${e?S`<label class="quiet"
>${t?this.t(`locks.reading_of`,{read:n,total:t}):this.t(`locks.reading`)}
<progress max=${t||1} value=${t?n:T}></progress>
</label>`:T}${this.said&&!e?S`<div class="said small"><span class=${this.isBad?`problem`:`set`}>${P(this.isBad?`problem`:`set`)}</span>${this.said}</div>`:T}</div>
`}summary(e){let t=e.due.length?` ${this.t(`locks.due`,{count:e.due.length})}`:``;if(!e.is_read&&e.read===0)return this.t(`locks.not_read`)+t;let n={read:e.read,total:e.total,used:e.slots_in_use.length};return this.t(e.is_read?`locks.read_all`:`locks.read_part`,n)+t}finish(e,t){this.isReading=!1,this.said=e,this.isBad=t,this.stop?.(),this.stop=void 0}});var Qr=1e4,$r=e=>[[`created`,e.created],[`already_there`,e.already_there],[`refused`,e.refused]];function ei(e){let t=e.results.filter(e=>e.lock_entity_id===null).map(e=>e.lock);return Object.fromEntries([...new Set(t)].map(e=>[e,``]))}var ti=50;N(`access-codes-transfer`,class extends A{static{this.properties={context:{attribute:!1},kind:{state:!0},error:{state:!0},isBusy:{state:!0},exported:{state:!0},tried:{state:!0},places:{state:!0},isImported:{state:!0}}}constructor(){super(),this.opening=0,this.changes=0,this.onExport=async e=>{e.preventDefault();let[t,n]=[this.field(`passphrase`).value,this.field(`again`).value];t.length<12?this.error=this.t(`transfer.at_least`,{limit:12}):t===n?await this.ask(async e=>{let{export:n,...r}=await this.context.hass.callWS({type:`access_codes/export_codes`,passphrase:t,language:this.context.hass.locale.language});e()||(this.empty(),this.save(n),this.exported=r)}):this.error=this.t(`transfer.not_same`)},this.onImport=async e=>{e.preventDefault();let t=this.field(`file`).files?.[0];if(!t){this.error=this.t(`transfer.no_file`);return}let n=this.tried===null,r=this.field(`passphrase`).value,{changes:i}=this;await this.ask(async e=>{let a=await t.text();if(e()||i!==this.changes)return;let o=await this.context.hass.callWS({type:`access_codes/import_codes`,export:a,passphrase:r,dry_run:n,language:this.context.hass.locale.language,lock_mapping:Object.fromEntries(Object.entries(this.places).filter(([,e])=>e))});e()||n&&i!==this.changes||(n?this.places={...ei(o),...this.places}:this.empty(),this.isImported=!n,this.tried=o)})},this.onChanged=()=>{this.changes+=1,this.error=null,this.tried=null},this.onFile=()=>{this.places={},this.onChanged()},this.close=()=>this.renderRoot.querySelector(`dialog`)?.close(),this.onCancel=e=>{this.isBusy&&e.preventDefault()},this.onClose=()=>{this.empty(),this.reset(null)},this.reset(null)}static{this.styles=[F,I,o`
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
`]}render(){let e=this.context.store.isOffline;return S`<button class="outlined" ?disabled=${e} @click=${()=>this.open(`export`)}>${P(`download`)} ${this.t(`transfer.export`)}</button>
<button class="outlined" ?disabled=${e} @click=${()=>this.open(`import`)}>${P(`upload`)} ${this.t(`transfer.import`)}</button>
${this.kind?S`<dialog aria-labelledby="title" @close=${this.onClose} @cancel=${this.onCancel}>
${this.kind===`export`?this.renderExport():this.renderImport()}
</dialog>`:T}`}renderExport(){let{exported:e}=this;return e?S`<div class="inside">
<h2 id="title">${this.t(`transfer.export_title`)}</h2>
<p role="status">${this.t(`transfer.exported`,{number:e.exported})}</p>
${e.left_out.length>0?S`<p>${this.t(`transfer.left_out`)}</p>
<ul class="reasons" tabindex="0">${e.left_out.slice(0,ti).map(e=>S`<li>${e.name} · ${this.lockName(e.lock_entity_id)}</li>`)}</ul>`:T}
<div class="actions"><button class="outlined" @click=${this.close}>${this.t(`share.close`)}</button></div>
</div>`:S`<form class="inside" novalidate autocomplete="off" @submit=${this.onExport}>
<h2 id="title">${this.t(`transfer.export_title`)}</h2>
<p>${this.t(`transfer.export_about`)}</p>
${this.renderSecret(`passphrase`,`transfer.passphrase`)} ${this.renderSecret(`again`,`transfer.again`)}
<p class="quiet">${this.t(`transfer.at_least`,{limit:12})}</p>
${this.renderError()} ${this.renderActions(`transfer.export`)}
</form>`}renderImport(){let{tried:e,isImported:t}=this;return e&&t?S`<div class="inside">
<h2 id="title">${this.t(`transfer.import_title`)}</h2>
<p role="status">${this.t(`transfer.imported`)}</p>
${this.renderTally(e)}
<div class="actions"><button class="outlined" @click=${this.close}>${this.t(`share.close`)}</button></div>
</div>`:S`<form class="inside" novalidate autocomplete="off" @submit=${this.onImport}>
<h2 id="title">${this.t(`transfer.import_title`)}</h2>
<p>${this.t(`transfer.import_about`)}</p>
<label>${this.t(`transfer.file`)}<input type="file" name="file" accept=".txt,text/plain" ?disabled=${this.isBusy} @change=${this.onFile} /></label>
${this.renderSecret(`passphrase`,`transfer.passphrase`)}
${Object.keys(this.places).map(e=>this.renderPlace(e))}
${e?S`<p role="status">${this.t(`transfer.would`)}</p>${this.renderTally(e)}`:T}
${e?.created===0?S`<p role="status">${this.t(`transfer.nothing_new`)}</p>`:T} ${this.renderError()}
${this.renderActions(e?`transfer.import`:`transfer.check`,e?.created===0)}
</form>`}renderSecret(e,t){return S`<label
>${this.t(t)}<input
type="password"
name=${e}
autocomplete=${this.kind===`export`?`new-password`:`off`}
autocapitalize="off"
spellcheck="false"
?readonly=${this.isBusy}
@input=${this.onChanged}
/>
</label>`}renderPlace(e){let t=[...this.context.store.locks.values()].filter(e=>e.is_loaded&&e.entity_id!==null);return S`<label
>${this.t(`transfer.goes_to`,{lock:e})}
<select
?disabled=${this.isBusy}
@change=${t=>{this.places={...this.places,[e]:t.target.value},this.onChanged()}}
>
<option value="">${this.t(`transfer.nowhere`)}</option>
${t.map(t=>S`<option value=${t.entity_id} ?selected=${this.places[e]===t.entity_id}>${t.name}</option>`)}
</select>
</label>`}renderTally(e){let t=e.results.filter(e=>e.outcome===`refused`);return S`<dl>
${$r(e).map(([e,t])=>S`<dt>${this.t(`transfer.${e}`)}</dt><dd>${t}</dd>`)}
</dl>
${t.length>0?S`<ul class="reasons small" tabindex="0" aria-label=${this.t(`transfer.refused`)}>
${t.slice(0,ti).map(e=>this.renderReason(e))}
</ul>`:T}`}renderReason(e){return S`<li><b>${e.name}</b> · ${this.lockName(e.lock_entity_id??e.lock)}<br />${e.reason}</li>`}renderError(){return this.error?S`<div class="note error" role="alert">${P(`problem`)} <span>${this.error}</span></div>`:T}renderActions(e,t=!1){return S`<div class="actions">
<button type="button" ?disabled=${this.isBusy} @click=${this.close}>${this.t(`panel.cancel`)}</button>
<button type="submit" class="filled" ?disabled=${this.isBusy||t||this.context.store.isOffline}>${this.t(e)}</button>
</div>`}lockName(e){for(let t of this.context.store.locks.values())if(t.entity_id===e)return t.name;return e}field(e){return this.renderRoot.querySelector(`input[name=${e}]`)}async ask(e){if(this.isBusy)return;let{opening:t}=this,n=()=>t!==this.opening;this.isBusy=!0,this.error=null;try{await e(n)}catch(e){n()||(this.error=this.context.texts.refusal(e))}finally{n()||(this.isBusy=!1)}}save(e){let t=URL.createObjectURL(new Blob([e],{type:`text/plain`})),n=document.createElement(`a`);n.href=t,n.download=`access-codes-${this.context.clock.wall().slice(0,10)}.txt`,n.click(),setTimeout(()=>URL.revokeObjectURL(t),Qr)}open(e){this.reset(e),this.updateComplete.then(()=>this.renderRoot.querySelector(`dialog`)?.showModal())}empty(){for(let e of this.renderRoot.querySelectorAll(`input`))e.value=``}reset(e){this.opening+=1,this.kind=e,this.error=this.exported=this.tried=null,this.isBusy=this.isImported=!1,this.places={}}});var ni=`/config/integrations/dashboard/add?domain=access_codes`;N(`access-codes-locks`,class extends Vn{static{this.properties={context:{attribute:!1},heard:{state:!0}}}static{this.styles=[F,o`
:host {
display: grid;
grid-template-columns: minmax(0, 1fr);
gap: 16px;
}
.tools {
display: flex;
flex-wrap: wrap;
gap: 8px;
}
.locks {
display: grid;
gap: 16px;
grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
}
article {
display: flex;
flex-direction: column;
}
.head {
display: flex;
gap: 12px;
align-items: center;
padding: 14px 16px;
overflow-wrap: anywhere;
}
.state {
display: flex;
gap: 8px;
padding: 0 16px 12px;
align-items: center;
}
.state + .heard {
margin-top: -8px;
padding-inline-start: 44px;
}
.can {
display: grid;
gap: 6px;
padding: 12px 16px;
border-top: 1px solid var(--line);
}
.can li {
display: flex;
gap: 8px;
align-items: flex-start;
}
.foot {
display: flex;
flex-wrap: wrap;
gap: 8px;
align-items: flex-start;
padding: 12px 16px;
border-top: 1px solid var(--line);
margin-top: auto;
}
.foot > .button {
padding: 0 14px;
}
.note + .note {
border-top: 1px solid var(--line);
}
@media (max-width: 480px) {
.foot {
gap: 8px 6px;
}
.foot > .button {
padding: 0 12px;
}
}
.link {
display: inline-block;
padding-block: 6px 0;
margin-inline-end: 12px;
font-weight: 500;
}
.more {
display: flex;
gap: 12px;
min-height: 48px;
padding: 8px 16px;
align-items: center;
border-top: 1px solid var(--line);
}
.more:hover {
background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
}
.more:focus-visible {
outline-offset: -2px;
}
h2.pad {
padding-bottom: 8px;
}
.more span:first-child {
flex: 1;
min-width: 0;
overflow-wrap: anywhere;
}
`]}constructor(){super(),this.heard=/* @__PURE__ */ new Map}async ask(){try{let{locks:e}=await this.context.hass.callWS({type:`access_codes/locks`});this.heard=new Map(e.map(e=>[e.entry_id,e.heard_at]))}catch{}}render(){let{store:e}=this.context,t=[...e.locks.values()].sort(H),n=t.some(e=>e.capabilities&&!e.capabilities.is_virtual);return S`
<div class="tools">
<a class="button filled" href=${ni}>${P(`plus`)} ${this.t(`locks.link`)}</a>
${n?S`<a class="button outlined" href="${j}/others" @click=${M}>${P(`person`)} ${this.t(`panel.others`)}</a>`:T}
${Object.keys(e.bookingCalendars).length===0?S`<a class="button outlined" href="${j}/bookings" @click=${M}>${P(`bookings`)} ${this.t(`bookings.follow`)}</a>`:T}
<access-codes-transfer .context=${this.context}></access-codes-transfer>
</div>
<div class="locks">${t.map(e=>this.renderLock(e))}</div>
${e.linkable.length>0?S`<section class="card" aria-labelledby="linkable">
<h2 class="pad" id="linkable">${this.t(`locks.linkable`,{count:e.linkable.length})}</h2>
${e.linkable.map(e=>S`<a class="more" href=${ni} aria-label="${this.t(`locks.link`)}: ${e.name??e.entity_id}">
<span>${e.name??e.entity_id}</span> <span class="quiet">${e.area??``}</span>
<span class="quiet small">${P(`chevron`)}</span>
</a>`)}
</section>`:T}
`}renderLock(e){let t=W(this.context,e),{clock:n,store:r}=this.context,i=e.reach_since?this.t(`locks.reachable_since`,{since:n.moment(e.reach_since)}):this.t(`locks.reachable`);return S`<article class="card" aria-label=${e.name}>
<div class="head">
<span class=${t?`problem`:`quiet`}>${P(`lock`)}</span>
<div>
<h2>${e.name}</h2>
<div class="quiet">${[e.area,e.entity_id].filter(Boolean).join(` · `)}</div>
</div>
</div>
${!t&&e.capabilities?.is_virtual?T:S`<div class="state small">
<span class=${t?`problem`:`set`}>${P(t?`offline`:`set`)}</span>
<span>${t??i}</span>
</div>`}
${e.capabilities&&!e.capabilities.is_virtual?S`<div class="state heard small quiet">${this.heardText(e)}</div>`:T}
${_t(e.problems.map(({message:t,access_code_id:n,is_repair:i})=>({lock:e,message:t,code:r.codes.get(n??``),isWarning:!1,isRepair:i}))).map(e=>this.renderProblem(e))}
${e.capabilities?this.renderAbilities(e):T}
<div class="foot">
${e.is_loaded&&e.entity_id&&!e.capabilities?.is_virtual?S`<access-codes-sync .context=${this.context} .lock=${e}></access-codes-sync>`:T}
${e.device_id?S`<a class="button outlined" href="/config/devices/device/${e.device_id}">${this.t(`locks.device`)}</a>`:T}
<a class="button outlined" href=${At(e.entry_id)}>${this.t(`locks.options`)}</a>
</div>
</article>`}heardText({entry_id:e,heard_at:t}){let{clock:n,now:r}=this.context,i=this.heard.get(e)??t;return i===null?this.t(`locks.not_heard`):this.t(`locks.heard`,{ago:n.ago(i,r)})}renderProblem({lock:e,message:t,codes:n,isRepair:r}){let{href:i,key:a}=G(e,!!r);return S`<div class="note error">
${P(`problem`)}
<div>
${t}<br />
${n.map(e=>S`<a class="link" href="${j}/code/${e.access_code_id}" @click=${M}>${e.name}</a> `)}
${n.length===0?S`<a class="link" href=${i} aria-label="${this.t(a)}: ${e.name}">${this.t(a)}</a>`:T}
</div>
</div>`}renderAbilities(e){return S`<ul class="can small" aria-label=${this.t(`locks.abilities`)}>
${Zr(e.capabilities).map(({key:e,can:t,values:n})=>S`<li><span class=${t?`set`:`quiet`}>${P(t?`set`:`ended`)}</span><span>${this.t(`ability.${e}`,n)}</span></li>`)}
${e.free_slots===null?T:S`<li>
<span class=${e.free_slots>0?`set`:`problem`}>${P(e.free_slots>0?`set`:`problem`)}</span>
<span>${this.t(`lock.free`,{count:e.free_slots})}</span>
</li>`}
</ul>`}});var ri=6,ii=8;N(`access-codes-now`,class extends A{static{this.styles=[F,o`
:host {
display: grid;
gap: 24px;
}
section {
display: grid;
grid-template-columns: minmax(0, 1fr);
align-content: start;
gap: 12px;
}
.more.few {
display: none;
}
@media (min-width: 1200px) {
:host {
grid-template-columns: minmax(0, 2fr) minmax(280px, 1fr);
}
.hands {
grid-column: 1 / -1;
}
.next {
grid-area: 2 / 2;
}
.hands ~ .next {
grid-row: 2;
}
.next:first-child {
grid-row: 1;
}
}
@media (max-width: 700px) {
:host {
gap: 20px;
}
section {
gap: 8px;
}
.next access-codes-row ~ access-codes-row,
.more.many {
display: none;
}
.more.few {
display: block;
}
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
.people .texts {
display: flex;
flex-wrap: wrap;
justify-content: space-between;
gap: 0 12px;
flex: 1;
min-width: 0;
}
.people .name {
font-weight: 500;
max-width: 100%;
overflow: hidden;
text-overflow: ellipsis;
white-space: nowrap;
unicode-bidi: plaintext;
text-align: -webkit-match-parent;
text-align: match-parent;
}
.people .when {
color: var(--quiet);
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
padding: 8px 16px 12px;
display: block;
color: var(--accent);
font-weight: 500;
}
.note + .note {
border-top: 1px solid var(--line);
}
.note a,
.note .link {
font-weight: 500;
white-space: nowrap;
}
.note .where {
font-weight: 500;
}
.ways {
display: flex;
flex-wrap: wrap;
gap: 4px 16px;
padding-top: 4px;
}
.ways a {
white-space: normal;
unicode-bidi: isolate;
}
`]}render(){let{store:e}=this.context,t=[...e.locks.values()].sort(H),n=gt(t,e.codes),r=t.filter(e=>!e.is_loaded);return S`
${n.length+r.length?this.renderHands(n,r):T} ${this.renderNext()}
<section aria-labelledby="now">
<h2 id="now">${this.t(`now.open_now`)}</h2>
<div class="locks">${t.map(e=>this.renderLock(e))}</div>
</section>
`}renderHands(e,t){return S`<section class="hands" aria-labelledby="hands">
<h2 id="hands">${this.t(`now.need_a_hand`,{count:e.length+t.length})}</h2>
<div class="card" role="list">
${t.map(e=>S`<div class="note error" role="listitem">
${P(`problem`)}
<div><span class="where">${e.name}</span><br />${this.t(`lock.not_loaded`)} ${this.renderWays([],G({...e,device_id:null},!1))}</div>
</div>`)}
${_t(e).map(({lock:e,message:t,codes:n,isWarning:r,isRepair:i})=>S`<div class="note ${r?``:`error`}" role="listitem">
${P(`problem`)}
<div>
<span class="where">${n.length===1?`${n[0].name} · ${e.name}`:e.name}</span><br />
${t} ${this.renderWays(n,G(e,!!i))}
</div>
</div>`)}
</div>
</section>`}renderWays(e,{href:t,key:n}){if(e.length===0)return S`<a href=${t}>${this.t(n)}</a>`;let r=(e,t)=>S`<a href="${j}/code/${e.access_code_id}" @click=${M}>${t}</a>`;return e.length===1?r(e[0],this.t(`now.look_at_code`)):S`<ul class="ways">
${e.map(e=>S`<li>${r(e,e.name)}</li>`)}
</ul>`}renderLock(e){let t=pt(this.context.store.codes.values(),e),n=W(this.context,e),r=t.confirmed.length+t.unconfirmed.length+t.lingering.length===0;return S`<article class="card" aria-label=${e.name}>
<div class="head">
<span class=${n?`problem`:`quiet`}>${P(n?`offline`:`lock`)}</span>
<div>
<h3>${e.name}</h3>
${e.area?S`<div class="quiet">${e.area}</div>`:T}
</div>
<div class="count quiet">${this.t(`now.can_open`,{count:t.confirmed.length})}</div>
</div>
${n?S`<div class="nobody problem">${n}</div>`:T}
${r?S`<div class="nobody">${this.t(`now.nobody`)}</div>`:T}
${this.renderPeople(t.confirmed,`set`,null)}
${this.renderPeople(t.unconfirmed,`setting`,this.t(`now.not_confirmed`))}
${this.renderPeople(t.lingering,`removing`,this.t(`now.may_still_open`))}
</article>`}renderPeople(e,t,n){return e.length===0?T:S`${n?S`<div class="label">${n}</div>`:T}
<ul class="people last">
${e.slice(0,ii).map(e=>S`<li>
<a href="${j}/code/${e.access_code_id}" @click=${M}>
<span class=${t}>${P(t)}</span>
<span class="texts">
<span class="name">${e.name}</span>
<span class="when">${vt(this.context,e)}</span>
</span>
</a>
</li>`)}
</ul>
${e.length>ii?S`<a class="more" href="${j}/list" @click=${M}
>${this.t(`now.and_more`,{count:e.length-ii})}</a
>`:T}`}renderMore(e,t){return t<=0?T:S`<a class="more ${e}" href="${j}/list?show=upcoming" @click=${M}>${this.t(`now.and_more`,{count:t})}</a>`}renderNext(){let{store:e,now:t}=this.context,n=mt(e.codes.values(),t);return S`<section class="next" aria-labelledby="next">
<h2 id="next">${this.t(`now.next`)}</h2>
<div class="card">
${n.length===0?S`<div class="pad quiet">${this.t(`now.nobody_next`)}</div>`:T}
${n.slice(0,ri).map((t,n)=>S`<access-codes-row
?first=${n===0}
.context=${this.context}
.code=${t}
.place=${e.lockOf(t)?.name??``}
></access-codes-row>`)}
${this.renderMore(`few`,n.length-1)} ${this.renderMore(`many`,n.length-ri)}
</div>
</section>`}}),N(`access-codes-adopt`,class extends A{static{this.properties={context:{attribute:!1},about:{state:!0},isPinAsked:{state:!0},error:{state:!0},isBusy:{state:!0}}}static{this.styles=[F,I,o`
label {
display: grid;
gap: 6px;
font-weight: 500;
}
`]}constructor(){super(),this.close=()=>this.renderRoot.querySelector(`dialog`)?.close(),this.onSubmit=async e=>{e.preventDefault();let{about:t}=this;if(!t||this.isBusy)return;let n=new FormData(e.target),r=e=>String(n.get(e)??``).trim();this.isBusy=!0,this.error=null;try{let e=await this.context.hass.callWS({type:`access_codes/convert_to_managed`,unmanaged_access_code_id:t.code.access_code_id,...r(`name`)?{name:r(`name`)}:{},...r(`code`)?{code:r(`code`)}:{},without_pins:!0});this.close(),this.dispatchEvent(new CustomEvent(`adopted`,{detail:{lock:t.lock,name:e.access_code.name}}))}catch(e){e.translation_key===`code_needed`&&(this.isPinAsked=!0),this.error=this.context.texts.refusal(e)}finally{this.isBusy=!1}},this.about=this.error=null,this.isPinAsked=this.isBusy=!1}ask(e,t){this.about={lock:e,code:t},this.error=null,this.isBusy=!1,this.isPinAsked=e.capabilities?.reads!==`pin`,this.updateComplete.then(()=>this.renderRoot.querySelector(`dialog`)?.showModal())}render(){let{about:e}=this;if(!e)return T;let t={name:e.code.name,lock:e.lock.name};return S`<dialog aria-labelledby="title" @close=${()=>this.about=null}>
<form class="inside" novalidate autocomplete="off" @submit=${this.onSubmit}>
<h2 id="title">${this.t(`others.adopt_title`)}</h2>
<p>${this.t(this.isPinAsked?`others.adopt_sentence_pin`:`others.adopt_sentence`,t)}</p>
<label>${this.t(`edit.name`)}<input name="name" maxlength="200" placeholder=${e.code.name} /></label>
${this.isPinAsked?S`<label>${this.t(`edit.pin`)}<input name="code" inputmode="numeric" maxlength="64" autocomplete="off" spellcheck="false" /></label>`:T}
${this.error?S`<div class="note error" role="alert">${P(`problem`)} ${this.error}</div>`:T}
<div class="actions">
<button type="button" @click=${this.close}>${this.t(`panel.cancel`)}</button>
<button type="submit" class="filled" ?disabled=${this.isBusy}>${this.t(`others.adopt`)}</button>
</div>
</form>
</dialog>`}}),N(`access-codes-others`,class extends A{static{this.properties={context:{attribute:!1},found:{state:!0},opened:{state:!0}}}constructor(){super(),this.asked=/* @__PURE__ */ new Map,this.onAdopted=e=>{let{lock:t,name:n}=e.detail;this.load(t),this.renderRoot.querySelector(`access-codes-toast`).show({text:this.t(`others.adopted`,{name:n,lock:t.name})})},this.found=/* @__PURE__ */ new Map,this.opened=/* @__PURE__ */ new Set}static{this.styles=[F,o`
:host {
display: grid;
grid-template-columns: minmax(0, 1fr);
gap: 16px;
}
h2 {
padding: 14px 16px;
overflow-wrap: anywhere;
}
li {
display: flex;
flex-wrap: wrap;
gap: 8px 16px;
align-items: center;
padding: 10px 16px;
border-top: 1px solid var(--line);
}
li > div {
flex: 1 1 180px;
min-width: 0;
overflow-wrap: anywhere;
}
section > .pad {
padding-top: 0;
}
.name {
font-weight: 500;
unicode-bidi: plaintext;
text-align: -webkit-match-parent;
text-align: match-parent;
}
.more {
width: 100%;
justify-content: flex-start;
border-radius: 0;
border-top: 1px solid var(--line);
color: var(--quiet);
}
.ignored .name {
color: var(--quiet);
}
.buttons {
display: flex;
flex-wrap: wrap;
gap: 8px;
flex: 0 1 auto;
}
`]}willUpdate(e){for(let e of this.locks)this.asked.get(e.entry_id)!==e&&this.load(e)}get locks(){return[...this.context.store.locks.values()].filter(e=>e.is_loaded&&e.entity_id!==null&&e.capabilities?.is_virtual===!1).sort(H)}async load(e){this.asked.set(e.entry_id,e);let t;try{t={codes:(await this.context.hass.callWS({type:`access_codes/list_unmanaged`,lock:e.entity_id,language:this.context.hass.locale.language,without_pins:!0})).access_codes}}catch(e){t={failure:this.context.texts.refusal(e)}}this.found=new Map(this.found).set(e.entry_id,t)}render(){return S`
<p class="quiet">${this.t(`others.what`)}</p>
${this.locks.map(e=>this.renderLock(e))}
<access-codes-confirm></access-codes-confirm>
<access-codes-adopt .context=${this.context} @adopted=${this.onAdopted}></access-codes-adopt>
<access-codes-toast></access-codes-toast>
`}renderLock(e){let t=this.found.get(e.entry_id);return S`<section class="card" aria-label=${e.name}>
<h2>${e.name}</h2>
${t===void 0?S`<div class="pad quiet" role="status">${this.t(`panel.loading`)}</div>`:`failure`in t?S`<div class="note error" role="alert">${P(`problem`)} ${t.failure}</div>`:t.codes.length===0?S`<div class="pad quiet">${this.t(`others.none`)}</div>`:this.renderCodes(e,t.codes)}
</section>`}renderCodes(e,t){let n=t=>e.ignored.includes(t.access_code_id)&&t.status!==`removing`,r=t.filter(n),i=this.opened.has(e.entry_id);return S`<ul>
${t.filter(e=>!n(e)).map(t=>this.renderCode(e,t))}
</ul>
${r.length>0?S`<button class="more" aria-expanded=${i?`true`:`false`} @click=${()=>this.toggle(e)}>
${P(i?`up`:`down`)} ${this.t(`others.ignored`,{count:r.length})}
</button>
${i?S`<ul class="ignored">
${r.map(t=>this.renderCode(e,t,!0))}
</ul>`:T}`:T}`}toggle(e){let t=new Set(this.opened);t.delete(e.entry_id)||t.add(e.entry_id),this.opened=t}async ignore(e,t){try{await this.context.hass.callWS({type:`access_codes/ignore_unmanaged`,unmanaged_access_code_id:e.access_code_id,is_ignored:t})}catch(e){let t=this.context.texts.refusal(e);this.renderRoot.querySelector(`access-codes-toast`).show({text:t,isError:!0})}}renderCode(e,t,n=!1){let r=t.status===`removing`,{clock:i}=this.context,a=t.starts_at&&t.ends_at?this.t(`when.window`,{from:i.moment(t.starts_at),to:i.moment(t.ends_at)}):this.t(`when.always`);return S`<li>
<span class=${r?`removing`:`unknown`}>${P(r?`removing`:`person`)}</span>
<div>
<div class="name">${t.name}</div>
<div class="quiet">${r?t.display_status:a}</div>
${[...t.errors,...t.warnings].map(e=>S`<div class="problem">${e.message}</div>`)}
</div>
${r?T:S`<div class="buttons">${n?this.renderShow(t):this.renderButtons(e,t)}</div>`}
</li>`}renderShow(e){return S`<button class="outlined" aria-label="${this.t(`others.show`)}: ${e.name}" @click=${()=>this.ignore(e,!1)}>
${this.t(`others.show`)}
</button>`}renderButtons(e,t){return S`<button class="outlined" aria-label="${this.t(`others.ignore`)}: ${t.name}" @click=${()=>this.ignore(t,!0)}>
${this.t(`others.ignore`)}
</button>
<button class="outlined" aria-label="${this.t(`others.adopt`)}: ${t.name}" @click=${()=>this.adopt.ask(e,t)}>
${this.t(`others.adopt`)}
</button>
<button class="outlined danger" aria-label="${this.t(`others.remove`)}: ${t.name}" @click=${()=>this.askRemove(e,t)}>
${this.t(`others.remove`)}
</button>`}askRemove(e,t){this.renderRoot.querySelector(`access-codes-confirm`).ask({title:this.t(`others.remove_title`),sentence:()=>this.t(`others.remove_sentence`,{name:t.name,lock:e.name}),confirm:this.t(`others.remove`),cancel:this.t(`panel.cancel`),isDangerous:!0,act:async()=>{await this.context.hass.callWS({type:`access_codes/delete_unmanaged`,unmanaged_access_code_id:t.access_code_id,without_pins:!0}),await this.load(e)},errorText:e=>this.context.texts.refusal(e)})}get adopt(){return this.renderRoot.querySelector(`access-codes-adopt`)}}),N(`access-codes-row`,class extends A{constructor(...e){super(...e),this.shown=[],this.onSelect=e=>{let t={id:this.code.access_code_id,isSelected:e.target.checked};this.dispatchEvent(new CustomEvent(`row-selected`,{detail:t}))}}static{this.properties={context:{attribute:!1},code:{attribute:!1},heading:{},place:{},isSelecting:{attribute:!1},isSelected:{attribute:!1}}}static{this.styles=[F,o`
:host {
contain: content;
content-visibility: auto;
contain-intrinsic-size: auto 64px;
}
:host([laid]) {
content-visibility: visible;
}
.row {
display: flex;
align-items: center;
gap: 16px;
min-height: 60px;
padding-block: 8px;
padding-inline: 16px 12px;
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
overflow-wrap: anywhere;
unicode-bidi: plaintext;
text-align: -webkit-match-parent;
text-align: match-parent;
}
.second {
color: var(--quiet);
overflow-wrap: anywhere;
text-wrap: balance;
}
.chevron {
color: var(--quiet);
}
`]}shouldUpdate(){let{code:e,context:t}=this,n=[V(e,t.now),U(t,e)],r=[e,this.heading,this.place,t.texts,t.clock,this.isSelecting,this.isSelected,...n];return!r.every((e,t)=>e===this.shown[t])&&(this.shown=r,!0)}render(){let{code:e,context:t}=this,n=V(e,t.now),r=yt(t.texts,n,t.store.lockOf(e)),i=[this.place,U(t,e)].filter(Boolean).join(` · `),a=n===`set`||n===`upcoming`?T:S` · ${r}`,o=S`<span class=${n} role="img" aria-label=${r} title=${r}>${P(n)}</span>
<div class="texts">
<div class="name">${this.heading||e.name}</div>
<div class="second">${i}${a}</div>
</div>`;return this.isSelecting?S`<label class="row">
<input
type="checkbox"
.checked=${this.isSelected}
aria-label=${this.t(`list.select_this`,{name:[e.name,this.place].filter(Boolean).join(`, `)})}
@change=${this.onSelect}
/>
${o}
</label>`:S`<a class="row" href="${j}/code/${e.access_code_id}" @click=${M}>
${o}
<span class="chevron small">${P(`chevron`)}</span>
</a>`}});var ai=[`day`,`week`,`month`],oi=1440;function Q(e){let[t,n,r]=e.slice(0,10).split(`-`).map(Number);return Date.UTC(t,n-1,r,Number(e.slice(11,13)),Number(e.slice(14,16)))/6e4}var si=e=>(/* @__PURE__ */ new Date(e*6e4)).toISOString().slice(0,16);function ci(e,t,n=0){if(e===`day`)return{from:`${t}T00:00`,to:`${R(t,1)}T00:00`};if(e===`week`){let e=R(t,-(($e(t)-n+7)%7));return{from:`${e}T00:00`,to:`${R(e,7)}T00:00`}}let r=`${t.slice(0,7)}-01`;return{from:`${r}T00:00`,to:`${R(r,31).slice(0,7)}-01T00:00`}}function li(e,t,n){if(e!==`month`)return R(t,n*(e===`day`?1:7));let{from:r,to:i}=ci(`month`,t);return n===1?i.slice(0,10):`${R(r,-1).slice(0,7)}-01`}function ui(e,t){let[n,r]=[Q(t.from),Q(t.to)],i=e===`day`?60:oi;return Array.from({length:(r-n)/i},(e,t)=>si(n+t*i))}function di(e,t){let n=Q(t.from);return(Q(e)-n)/(Q(t.to)-n)}var fi=e=>e.type===`time_bound`&&e.recurrence===null&&e.starts_at!==null&&!z(e);function pi(e,t,n){let r=V(e,n),i=e.next_window;return e.recurrence===null||i===null?e.recurrence===null?r:`ended`:Date.parse(t.starts_at)===Date.parse(i.starts_at)?r:Date.parse(t.ends_at)<=n?`ended`:e.is_paused?`paused`:`upcoming`}function mi(e,t,n){let r=di(e,n),i=t===null?1.000001:di(t,n);return r>=1||i<=0?null:{starts:e,ends:t??n.to,left:Math.max(r,0),width:Math.min(i,1)-Math.max(r,0),isCutAtStart:r<0,isCutAtEnd:i>1}}function hi(e,t,n,r,i){if(e.type===`ongoing`){let t=B(e,i)?e.last_used_at:null,a=mi(L(e.created_at,r),t===null?null:L(t,r),n);return a?[{...a,starts_at:e.created_at,ends_at:t,kind:V(e,i)}]:[]}let a=e.starts_at!==null&&e.ends_at!==null?[{starts_at:e.starts_at,ends_at:e.ends_at}]:[];return(e.recurrence===null?a:t).flatMap(t=>{let a=mi(L(t.starts_at,r),L(t.ends_at,r),n);return a?[{...a,...t,kind:pi(e,t,i)}]:[]})}var gi=(e,t)=>e.starts===t.starts&&e.ends===t.ends,_i=[5,15,30,60,180,360,720,oi];function vi(e,t,n){let r=t===`end`?e.starts:si(Q(e.starts)+n),i=t===`start`?e.ends:si(Q(e.ends)+n);return i>r?{starts:r,ends:i}:null}function yi(e,t,n,r){let[i,a,o,s]=[e.starts,e.ends,r.from,r.to].map(Q),[c,l]=[-1/0,1/0];return t===`both`?[c,l]=[o-a+_i[0],s-i-_i[0]]:t===`start`&&i>=o?c=o-i:t===`end`&&a<=s&&(l=s-a),Math.min(Math.max(n,Math.min(c,0)),Math.max(l,0))}var bi={day:15,week:60,month:oi},xi=6;function Si(e,t,n){let r=(Q(n.to)-Q(n.from))/Math.max(t,1),i=_i.find(e=>e>=r*xi)??oi;return Math.round(e*r/i)*i}function Ci(e){let[t]=e;return e.every(e=>fi(e)&&e.starts_at===t.starts_at&&e.ends_at===t.ends_at)?e:e.slice(0,1)}function wi(e,t){let n=[...e].filter(e=>e.recurrence!==null).map(e=>[e.access_code_id,e.recurrence,e.starts_at,e.ends_at].join(`|`));return n.length===0?``:[t.from,t.to,...n.sort()].join(`
`)}var Ti={hour:`numeric`,minute:`2-digit`},Ei=(e,t)=>e.wallText(t,{weekday:`short`,day:`numeric`,month:`short`,...Ti});function Di(e,t,n){let r=t.slice(0,10)===n.slice(0,10);return`${Ei(e,t)} – ${r?e.wallText(n,Ti):Ei(e,n)}`}var Oi=(e,t,n)=>`${e.wallText(t,Ti)} – ${e.wallText(n,Ti)}`,ki=class{constructor(){this.last=Promise.resolve(),this.newest=/* @__PURE__ */ new Map,this.placed=/* @__PURE__ */ new Map}move(e,t,n){let r=n.code.access_code_id,i=Ai(Ci(t.sharedWith(t.codes.get(r)??n.code)));return this.newest.set(i,n),this.afterTheOthers(async()=>{let a=!1;try{if(n.isDropped())return null;let o=t.codes.get(r)??n.code,s=Ci(t.sharedWith(o)),c={starts_at:o.starts_at,ends_at:o.ends_at},l=ji(n,this.placed.get(i));return await Mi(e,t,s,{starts_at:`${l.starts}:00`,ends_at:`${l.ends}:00`}),a=!0,this.placed.set(i,l),{codes:s,before:c,isOvertaken:this.newest.get(i)!==n}}finally{this.newest.get(i)===n&&(this.newest.delete(i),this.placed.delete(i)),n.done(a)}})}takeBack(e,t,{codes:n,before:r}){return this.afterTheOthers(()=>Mi(e,t,n,r))}afterTheOthers(e){let t=this.last.then(e);return this.last=t.catch(()=>void 0),t}},Ai=([e,...t])=>t.length>0?e.common_code_key:e.access_code_id;function ji({starts:e,ends:t,from:n},r=n){return{starts:e===n.starts?r.starts:e,ends:t===n.ends?r.ends:t}}async function Mi(e,t,n,r){let[i]=n,a=n.length>1?{type:`access_codes/update_multiple`,common_code_key:i.common_code_key}:{type:`access_codes/update`,access_code_id:i.access_code_id},o=await e.callWS({...a,...r,without_pins:!0});t.onAnswer(o.access_codes??(o.access_code?[o.access_code]:[]))}var Ni=o`
:host {
content-visibility: auto;
contain-intrinsic-size: auto 56px;
}
:host([laid]) {
content-visibility: visible;
}
.row {
display: grid;
grid-template-columns: var(--names, 220px) minmax(0, 1fr);
border-top: 1px solid var(--line);
min-height: 52px;
}
.who {
display: flex;
align-items: center;
gap: 10px;
padding-block: 6px;
padding-inline: 16px 12px;
min-width: 0;
}
.who .texts {
min-width: 0;
}
.who .name,
.who .quiet {
overflow: hidden;
text-overflow: ellipsis;
white-space: nowrap;
unicode-bidi: plaintext;
text-align: -webkit-match-parent;
text-align: match-parent;
}
.who .name {
font-weight: 500;
}
.track {
position: relative;
margin-inline-end: 12px;
background-image: linear-gradient(to right, var(--line) 1px, transparent 1px);
background-size: calc(100% / var(--columns, 7)) 100%;
border-inline-end: 1px solid var(--line);
}
.track[dir="rtl"] {
background-image: linear-gradient(to left, var(--line) 1px, transparent 1px);
background-position: right;
}
.now {
display: var(--now-display, none);
inset-inline-start: var(--now-at, 0);
position: absolute;
inset-block: 0;
width: 2px;
margin-inline-start: -1px;
background: var(--bad);
pointer-events: none;
z-index: 2;
}
.slot {
position: absolute;
inset-block: 10px;
min-width: 14px;
z-index: 1;
touch-action: pan-y;
container-type: inline-size;
}
.slot.month:not(.movable) {
min-width: min(14px, 70% / var(--columns));
}
.bar {
--tone: currentColor;
position: absolute;
inset: 0;
display: flex;
align-items: center;
gap: 4px;
padding: 0 4px;
border-radius: 8px;
overflow: hidden;
white-space: nowrap;
background: color-mix(in srgb, var(--tone) 22%, var(--card));
border: 1.5px solid var(--tone);
cursor: pointer;
user-select: none;
-webkit-user-drag: none;
}
.bar .icon {
width: 18px;
height: 18px;
}
.bar .text {
position: relative;
color: var(--primary-text-color);
font-size: var(--ha-font-size-s, 12px);
overflow: hidden;
text-overflow: ellipsis;
}
.bar .short::after {
content: attr(data-text);
}
@container (max-width: 84px) {
.slot .bar .text {
display: none;
}
}
@container (max-width: 128px) {
.slot .bar .short {
display: none;
}
}
@container (max-width: 170px) {
.slot .bar .long {
display: none;
}
}
@container (max-width: 30px) {
.slot .bar {
padding: 0;
justify-content: center;
}
.slot .bar .icon {
width: 11px;
height: 11px;
}
}
@container (max-width: 13px) {
.slot .bar .icon {
display: none;
}
}
.bar:focus-visible {
outline-offset: -3px;
}
.movable .bar {
cursor: grab;
}
.dragged .bar {
cursor: grabbing;
opacity: 0.85;
}
.lifted .bar {
box-shadow: 0 0 0 3px var(--accent);
}
.bar.paused,
.bar.ended,
.bar.unset {
border-style: dashed;
}
.bar.ended {
background: transparent;
}
.bar.problem {
background-image: repeating-linear-gradient(
-45deg,
transparent 0 6px,
color-mix(in srgb, var(--tone) 22%, transparent) 6px 12px
);
}
.cut-start .bar {
border-start-start-radius: 0;
border-end-start-radius: 0;
border-inline-start-style: none;
}
.cut-end .bar {
border-start-end-radius: 0;
border-end-end-radius: 0;
border-inline-end-style: none;
}
.open .bar::after {
content: "";
position: absolute;
inset-block: 0;
inset-inline-end: 0;
width: min(40px, 50%);
background: linear-gradient(to right, transparent, var(--card));
}
[dir="rtl"] .open .bar::after {
background: linear-gradient(to left, transparent, var(--card));
}
.handle {
position: absolute;
inset-block: -6px;
width: 16px;
z-index: 2;
cursor: ew-resize;
touch-action: pan-y;
}
.handle::after {
content: "";
position: absolute;
inset-block: 14px;
inset-inline-start: 6px;
width: 3px;
border-radius: 2px;
background: var(--primary-text-color);
opacity: 0;
}
.slot:hover .handle::after,
.slot:focus-within .handle::after {
opacity: 0.7;
}
.handle.start {
inset-inline-start: -6px;
}
.handle.end {
inset-inline-end: -6px;
}
@media (pointer: coarse) {
.bar {
-webkit-touch-callout: none;
}
.handle {
width: 25px;
touch-action: none;
}
.handle::after {
opacity: 0.7;
}
.handle.start {
inset-inline-start: -22px;
}
.handle.start::after {
inset-inline-start: 16px;
}
.handle.end {
inset-inline-end: -22px;
}
.handle.end::after {
inset-inline-start: 6px;
}
@container (min-width: 60px) {
.movable .bar {
padding: 0 14px;
}
.handle {
width: 36px;
}
.handle.start::after {
inset-inline-start: 26px;
}
.handle.end::after {
inset-inline-start: 7px;
}
}
}
output {
position: absolute;
inset-inline-start: var(--at, 0%);
transform: translateX(calc(-1 * var(--at, 0%)));
top: -8px;
z-index: 4;
white-space: nowrap;
padding: 1px 8px;
border-radius: 8px;
background: var(--primary-text-color);
color: var(--primary-background-color, #fff);
font-size: var(--ha-font-size-s, 12px);
pointer-events: none;
}
[dir="rtl"] output {
transform: translateX(var(--at, 0%));
}
output:empty {
display: none;
}
@media (max-width: 700px) {
.row {
grid-template-columns: minmax(0, 1fr);
padding-bottom: 6px;
}
.who {
padding: 6px 12px 0;
}
.who .texts {
display: flex;
gap: 8px;
align-items: baseline;
}
.who .icon {
width: 18px;
height: 18px;
}
.track {
height: 44px;
margin: 0 12px;
border-inline-start: 1px solid var(--line);
}
.slot {
inset-block: 6px;
}
output {
top: -22px;
}
}
`,Pi=1e3,Fi=4,Ii=350,Li=8;N(`access-codes-lane`,class extends A{static{this.properties={context:{attribute:!1},code:{attribute:!1},occurrences:{attribute:!1},range:{attribute:!1},scale:{},heading:{},place:{},draft:{state:!0},focused:{state:!0},isLifted:{state:!0},waiting:{state:!0}}}static{this.styles=[F,Ni]}constructor(){super(),this.drag=null,this.isJustDragged=!1,this.pressedFrom=null,this.refusals=0,this.shown=[],this.lift=()=>{this.drag&&(this.drag.isHeld=this.isLifted=!0,window.dispatchEvent(new CustomEvent(`haptic`,{detail:`medium`})))},this.onMove=e=>{let{drag:t}=this;if(!t||e.pointerId!==t.pointerId)return;t.at=e.clientX;let n=(e.clientX-t.from)*t.sign;t.isHeld?!t.isMoving&&Math.abs(n)<Fi||(t.isMoving=!0,e.preventDefault(),this.put(t.before,t.edge,Si(n,t.width,this.range))):Math.hypot(n,e.clientY-t.fromTop)>Li&&this.endDrag(e)},this.onUp=e=>{let{drag:t}=this;if(t&&e.pointerId!==t.pointerId)return;let n=this.isLifted;this.endDrag(e),this.isJustDragged=!t||t.isMoving||n,t?.isMoving&&this.commit(t.before)},this.onCancel=e=>{this.drag&&e.pointerId!==this.drag.pointerId||(this.letGo(),this.endDrag(e))},this.onTouchMove={passive:!1,handleEvent:e=>{this.isLifted&&e.cancelable&&e.preventDefault()}},this.onMenu=e=>{this.drag&&e.preventDefault()},this.onClick=e=>{this.isJustDragged&&e.preventDefault(),this.isJustDragged=!1,M(e)},this.onDone=e=>{this.code=this.context.store.codes.get(this.code.access_code_id)??this.code,--this.waiting,e||(this.refusals+=1)},this.draft=null,this.focused=!1,this.isLifted=!1,this.waiting=0}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer),clearTimeout(this.hold)}get bars(){return hi(this.code,this.occurrences,this.range,this.context.clock.zone,this.context.now)}shouldUpdate(e){let{code:t,occurrences:n,range:r,heading:i,place:a,context:o}=this,s=[V(t,o.now),this.bars.map(e=>e.kind).join()],c=[t,n,r,i,a,o.texts,o.clock,...s],l=c.every((e,t)=>e===this.shown[t]);return this.shown=c,!l||[`draft`,`focused`,`isLifted`,`waiting`].some(t=>e.has(t))}willUpdate(e){e.has(`range`)&&this.drag&&this.letGo();let t=e.get(`code`),n=t!==void 0&&(t.starts_at!==this.code.starts_at||t.ends_at!==this.code.ends_at);this.waiting===0&&(n||e.has(`waiting`))&&this.takeOver()}updated(){this.drag&&!this.drag.target.isConnected&&this.letGo()}takeOver(){let e=this.drag?.isMoving?this.drag.before:this.pressedFrom;e&&fi(this.code)&&gi(e,this.told)||(clearTimeout(this.timer),this.draft=this.pressedFrom=null,this.drag&&this.rebase(this.drag))}rebase(e){let t=fi(this.code)?mi(this.told.starts,this.told.ends,this.range):null;t&&!(e.edge===`start`&&t.isCutAtStart)&&!(e.edge===`end`&&t.isCutAtEnd)?(e.before=this.told,e.from=e.at):this.letGo()}letGo(){clearTimeout(this.hold),this.waiting===0?this.draft=null:this.drag&&(this.draft=this.drag.before),this.drag=null,this.isLifted=!1}render(){let{code:e,range:t,context:n,bars:r}=this,i=V(e,n.now);return S`<div class="row">
<div class="who small">
<span class=${i} title=${yt(n.texts,i,n.store.lockOf(e))}>${P(i)}</span>
<div class="texts">
<div class="name">${this.heading||e.name}</div>
${this.place?S`<div class="quiet">${this.place}</div>`:T}
</div>
</div>
<div class="track" dir=${this.isRightToLeft?`rtl`:`ltr`}>
${Ar(r,t=>fi(e)?`window`:t.starts_at,e=>this.renderBar(e))}
<div class="now"></div>
<output style="--at:${this.draft?Math.max(di(this.draft.starts,t),0)*100:0}%">${this.draft?Di(n.clock,this.draft.starts,this.draft.ends):``}</output>
</div>
</div>`}get isRightToLeft(){return document.dir===`rtl`}renderBar(e){let{code:t}=this,n=fi(t),r=n&&this.draft?mi(this.draft.starts,this.draft.ends,this.range):e;if(!r)return T;let i=e.ends_at===null?this.t(`when.always`):Di(this.context.clock,r.starts,r.ends),a=[`slot`,this.scale,n?`movable`:``,r.isCutAtStart?`cut-start`:``,r.isCutAtEnd?`cut-end`:``,e.ends_at===null?`open`:``,this.draft&&n?`dragged`:``,this.isLifted&&n?`lifted`:``],o=!r.isCutAtStart&&!r.isCutAtEnd,s=e.ends_at!==null&&o&&this.scale!==`month`?Oi(this.context.clock,r.starts,r.ends):i,c=[t.name,this.place,yt(this.context.texts,e.kind,this.context.store.lockOf(t)),i].filter(Boolean).join(`, `);return S`<div
class=${a.join(` `)}
style="inset-inline-start:${r.left*100}%;width:${r.width*100}%"
@focusin=${()=>this.focused=!0}
@focusout=${()=>this.focused=!1}
>
<a
class="bar ${e.kind}"
href="${j}/code/${t.access_code_id}"
draggable="false"
aria-label=${c}
title=${c}
@click=${this.onClick}
@pointerdown=${n?e=>this.onDown(e,`both`):T}
@touchmove=${n?this.onTouchMove:T}
@contextmenu=${n?this.onMenu:T}
@keydown=${n?e=>this.onKey(e,`both`):T}
>${P(e.kind)}${s===i?S`<span class="text ${e.ends_at===null?``:`long`}">${i}</span>`:S`<span class="text short" data-text=${s}></span>`}</a
>
${n?[r.isCutAtStart?T:this.renderHandle(`start`),r.isCutAtEnd?T:this.renderHandle(`end`)]:T}
</div>`}renderHandle(e){let t=this.window,n=e===`start`?t.starts:t.ends;return S`<div
class="handle ${e}"
role="slider"
tabindex=${this.focused?0:-1}
aria-label=${this.t(`timeline.${e}_of`,{name:this.code.name})}
aria-valuenow=${Math.round(di(n,this.range)*1e3)/10}
aria-valuetext=${Ei(this.context.clock,n)}
@pointerdown=${t=>this.onDown(t,e)}
@keydown=${t=>this.onKey(t,e)}
></div>`}get window(){return this.draft??this.told}get told(){let{clock:e}=this.context;return{starts:e.wall(this.code.starts_at),ends:e.wall(this.code.ends_at)}}onDown(e,t){if(e.button!==0||e.ctrlKey||e.metaKey||e.shiftKey||this.drag)return;let n=e.currentTarget,r=n.closest(`.track`),i=e.pointerType!==`touch`||t!==`both`;this.isJustDragged=!1,this.commitPressed(),this.drag={target:n,pointerId:e.pointerId,edge:t,from:e.clientX,at:e.clientX,fromTop:e.clientY,isHeld:i,width:r.clientWidth,sign:this.isRightToLeft?-1:1,isMoving:!1,before:this.window},i?this.isLifted=e.pointerType===`touch`:this.hold=setTimeout(this.lift,Ii),n.setPointerCapture(e.pointerId),n.addEventListener(`pointermove`,this.onMove),n.addEventListener(`pointerup`,this.onUp),n.addEventListener(`pointercancel`,this.onCancel)}endDrag(e){let t=e.currentTarget;clearTimeout(this.hold),t.removeEventListener(`pointermove`,this.onMove),t.removeEventListener(`pointerup`,this.onUp),t.removeEventListener(`pointercancel`,this.onCancel),this.drag=null,this.isLifted=!1}onKey(e,t){if(this.isJustDragged=!1,e.key===`Escape`&&this.pressedFrom){clearTimeout(this.timer),this.draft=this.waiting>0?this.pressedFrom:null,this.pressedFrom=null;return}if(e.key!==`ArrowLeft`&&e.key!==`ArrowRight`||e.altKey||e.ctrlKey||e.metaKey)return;e.preventDefault();let n=e.key===`ArrowRight`===this.isRightToLeft?-1:1,r=t===`both`&&e.shiftKey?`end`:t;this.pressedFrom??=this.window,this.put(this.window,r,n*bi[this.scale]),clearTimeout(this.timer),this.timer=setTimeout(()=>this.commitPressed(),Pi)}commitPressed(){clearTimeout(this.timer);let e=this.pressedFrom;this.pressedFrom=null,e&&this.commit(e)}put(e,t,n){let r=vi(e,t,yi(e,t,n,this.range));r&&(this.draft=r)}commit(e){let{draft:t,code:n,refusals:r}=this;if(!t||gi(t,e)){this.waiting===0&&(this.draft=null);return}this.waiting+=1;let i={code:n,...t,from:e,isDropped:()=>r!==this.refusals,done:this.onDone};this.dispatchEvent(new CustomEvent(`window-moved`,{detail:i}))}});var Ri=o`
:host {
display: grid;
grid-template-columns: minmax(0, 1fr);
gap: 16px;
}
.tools {
display: flex;
flex-wrap: wrap;
gap: 8px 16px;
align-items: center;
}
.tools > div {
display: flex;
gap: 8px;
align-items: center;
}
.tools .end {
margin-inline-start: auto;
}
.span {
font-size: var(--ha-font-size-l, 16px);
font-weight: 500;
min-width: 0;
flex: 1 1 160px;
}
.previous .icon,
:host(:dir(rtl)) .next .icon {
transform: scaleX(-1);
}
:host(:dir(rtl)) .previous .icon {
transform: none;
}
.axis {
display: grid;
grid-template-columns: var(--names, 220px) minmax(0, 1fr);
color: var(--quiet);
font-size: var(--ha-font-size-s, 12px);
border-bottom: 1px solid var(--line);
}
.axis .days {
display: grid;
grid-auto-flow: column;
grid-auto-columns: 1fr;
margin-inline-end: 12px;
container-type: inline-size;
}
.axis .days span {
padding-block: 8px;
padding-inline: 4px 0;
white-space: nowrap;
min-width: 0;
}
.axis .week span {
white-space: normal;
overflow: hidden;
}
.axis .day span:not(:nth-child(3n + 1)) {
font-size: 0;
}
@container (max-width: 18em) {
.axis .week span {
word-spacing: 100vw;
}
.axis .month span:nth-child(31) {
font-size: 0;
}
}
@container (max-width: 34em) {
.axis .day span:not(:nth-child(6n + 1)) {
font-size: 0;
}
}
@container (max-width: 60em) {
.axis .month span:not(:nth-child(5n + 1)) {
font-size: 0;
}
}
.axis .today {
color: var(--primary-text-color);
font-weight: 700;
box-shadow: inset 0 -3px 0 var(--accent);
}
h2 {
display: flex;
gap: 12px;
align-items: baseline;
padding: 12px 16px;
overflow-wrap: anywhere;
}
h2 .quiet {
font-size: var(--ha-font-size-m, 14px);
font-weight: 400;
}
h2 .end {
margin-inline-start: auto;
}
.more {
border-top: 1px solid var(--line);
border-radius: 0 0 var(--radius) var(--radius);
width: 100%;
justify-content: flex-start;
}
.sticky {
position: sticky;
top: var(--header-height, 56px);
z-index: 3;
border-end-start-radius: 0;
border-end-end-radius: 0;
}
.groups {
display: grid;
grid-template-columns: minmax(0, 1fr);
gap: 16px;
}
.groups section {
overflow: visible;
}
@media (max-width: 700px) {
.axis {
grid-template-columns: minmax(0, 1fr);
}
.axis .days {
margin: 0 12px;
}
.axis > :first-child {
display: none;
}
.tools .word {
display: none;
}
.span {
order: -2;
flex: 1 1 40%;
}
.tools .steps {
order: -1;
gap: 0;
}
.tools .chip {
padding: 0 10px;
}
}
.note {
align-items: center;
}
.alone {
border-radius: var(--radius);
}
.note span {
flex: 1;
}
.by-touch {
display: none;
}
@media (pointer: coarse) {
.by-mouse {
display: none;
}
.by-touch {
display: block;
}
}
`,$={scale:`week`,day:``,by:`lock`,open:/* @__PURE__ */ new Set},zi=[],Bi=new ki;N(`access-codes-timeline`,class extends A{static{this.properties={context:{attribute:!1},occurrences:{state:!0},failure:{state:!0}}}constructor(){super(),this.asked=``,this.range={from:``,to:``},this.retry=()=>{this.asked=``,this.failure=null},this.onMoved=async({detail:e})=>{let{hass:t,store:n}=this.context;this.toast.forget(e.code.access_code_id);try{let r=await Bi.move(t,n,e);r&&!r.isOvertaken&&this.say(e.code,r)}catch(e){this.toast.show({text:this.context.texts.refusal(e),isError:!0})}},this.occurrences={},this.failure=null}static{this.styles=[F,Ri]}willUpdate(e){let{clock:t,store:n}=this.context;$.day||=t.wall().slice(0,10);let r=ci($.scale,$.day,t.firstWeekday);(r.from!==this.range.from||r.to!==this.range.to)&&(this.range=r);let i=wi(n.codes.values(),r);i!==this.asked&&(this.asked=i,i&&this.load(i))}async load(e){try{let t=await this.context.hass.callWS({type:`access_codes/occurrences`,starts_at:`${this.range.from}:00`,ends_at:`${this.range.to}:00`});if(e!==this.asked)return;this.occurrences=t.occurrences,this.failure=null}catch(t){e===this.asked&&(this.failure=this.context.texts.refusal(t))}}updated(){Yr(this.renderRoot,`access-codes-lane`)}render(){let{store:e}=this.context,t=di(this.context.clock.wall(new Date(this.context.now)),this.range),n=t>=0&&t<1?`--now-display:block;--now-at:${t*100}%`:``,r=Rr(Lr([...e.codes.values()],`window`),e.locks.values(),$.by);return S`
${this.renderTools()}
${this.failure?S`<div class="note error alone" role="alert">
${P(`problem`)} <span>${this.failure}</span>
<button class="outlined" @click=${this.retry}>${this.t(`panel.retry`)}</button>
</div>`:T}
${e.codes.size===0?S`<div class="empty" role="status">${P(`upcoming`)}<p>${this.t(`list.empty`)}</p></div>`:S`<div class="groups" style="--columns:${ui($.scale,this.range).length};${n}">
${this.renderAxis()} ${$.by===`lock`?r.map(e=>this.renderLock(e)):this.renderPeople(r)}
</div>`}
${e.codes.size===0?T:S`<p class="quiet by-mouse">${this.t(`timeline.how`)}</p>
<p class="quiet by-touch">${this.t(`timeline.how_touch`)}</p>`}
<access-codes-toast></access-codes-toast>
`}renderTools(){return S`<div class="tools">
<div role="group" aria-label=${this.t(`timeline.scale`)}>
${ai.map(e=>S`<button class="chip" aria-pressed=${$.scale===e?`true`:`false`} @click=${()=>this.choose({scale:e})}>
${this.t(`timeline.${e}`)}
</button>`)}
</div>
<div class="steps">
<button class="round previous" aria-label=${this.t(`timeline.before`)} @click=${()=>this.step(-1)}>${P(`chevron`)}</button>
<button class="chip" @click=${()=>this.choose({day:this.context.clock.wall().slice(0,10)})}>${this.t(`timeline.today`)}</button>
<button class="round next" aria-label=${this.t(`timeline.after`)} @click=${()=>this.step(1)}>${P(`chevron`)}</button>
</div>
<div class="span" aria-live="polite">${this.rangeText}</div>
<div class="end" role="group" aria-label=${this.t(`list.group`)}>
${[`lock`,`person`].map(e=>S`<button
class="chip small"
aria-label=${this.t(`list.by_${e}`)}
aria-pressed=${$.by===e?`true`:`false`}
@click=${()=>this.choose({by:e})}
>
${P(e)} <span class="word">${this.t(`list.by_${e}`)}</span>
</button>`)}
</div>
</div>`}get rangeText(){let{clock:e}=this.context,{from:t,to:n}=this.range,r=window.innerWidth<=700?`short`:`long`;if($.scale===`day`)return e.wallText(t,{weekday:r,day:`numeric`,month:r,year:`numeric`});if($.scale===`month`)return e.wallText(t,{month:`long`,year:`numeric`});let i=ui(`week`,{from:t,to:n})[6],a={day:`numeric`,month:`short`};return`${e.wallText(t,a)} – ${e.wallText(i,{...a,year:`numeric`})}`}renderAxis(){let{clock:e}=this.context,{scale:t}=$,n=e.wall().slice(0,t===`day`?13:10),r=window.innerWidth<=700,i=n=>t===`day`?e.wallText(n,{hour:`numeric`}):t===`month`?e.wallText(n,{day:`numeric`}):e.wallText(n,{weekday:r?`narrow`:`short`,day:`numeric`});return S`<div class="card sticky">
<div class="axis" aria-hidden="true">
<span></span>
<div class="days ${t}">
${ui(t,this.range).map(e=>S`<span class=${e.startsWith(n)?`today`:``}>${i(e)}</span>`)}
</div>
</div>
</div>`}renderLock(e){let t=e.lock?W(this.context,e.lock):null;return S`<section class="card" aria-label=${e.title}>
<h2>
${e.title} ${e.lock?.area?S`<span class="quiet">${e.lock.area}</span>`:T}
${e.codes.length===0?S`<span class="quiet end">${this.t(`list.none_on_lock`)}</span>`:T}
</h2>
${t?S`<div class="note error small">${P(`offline`)} ${t}</div>`:T}
${this.renderLanes(e.key,e.codes,()=>``)}
</section>`}renderPeople(e){let t=e.flatMap(e=>e.codes);return S`<section class="card" aria-label=${this.t(`list.by_person`)}>
${this.renderLanes(`people`,t,e=>this.context.store.lockOf(e)?.name??e.lock_entity_id)}
</section>`}renderLanes(e,t,n){let{clock:r,now:i}=this.context,a=e=>hi(e,this.occurrences[e.access_code_id]??zi,this.range,r.zone,i).length>0,o=$.open.has(e),s=o?t:t.filter(a),c=t.length-s.length;return S`${Ar(s,e=>e.access_code_id,e=>S`<access-codes-lane
.context=${this.context}
.code=${e}
.occurrences=${this.occurrences[e.access_code_id]??zi}
.range=${this.range}
.scale=${$.scale}
.heading=${``}
.place=${n(e)}
@window-moved=${this.onMoved}
></access-codes-lane>`)}
${c>0||o?S`<button class="more small" aria-expanded=${o?`true`:`false`} @click=${()=>this.toggle(e)}>
${o?this.t(`timeline.hide_others`):this.t(`timeline.others`,{count:c})}
</button>`:T}`}toggle(e){$.open.delete(e)||$.open.add(e),this.requestUpdate()}step(e){this.choose({day:li($.scale,$.day,e)})}choose(e){Object.assign($,e),this.requestUpdate()}say(e,t){let{hass:n,store:r}=this.context,i=t.codes.map(e=>r.lockOf(e)?.name??e.lock_entity_id);this.toast.show({text:this.t(`timeline.moved`,{name:e.name,lock:new Intl.ListFormat(n.locale.language).format(i)}),action:this.t(`timeline.undo`),act:()=>void this.takeBack(t),about:t.codes.map(e=>e.access_code_id)})}async takeBack(e){let{hass:t,store:n}=this.context;try{await Bi.takeBack(t,n,e),this.toast.show({text:this.t(`timeline.undone`)})}catch(e){this.toast.show({text:this.context.texts.refusal(e),isError:!0})}}get toast(){return this.renderRoot.querySelector(`access-codes-toast`)}});var Vi=6e4,Hi=[[`now`,`set`],[`timeline`,`upcoming`],[`list`,`person`],[`bookings`,`bookings`],[`locks`,`lock`]],Ui=/* @__PURE__ */ new Set([`others`,`code`,`new`,`edit`]),Wi=/* @__PURE__ */ new Set([`now`,`timeline`,`list`,`bookings`,`code`]),Gi=class extends k{constructor(...e){super(...e),this.language=``,this.shownPath=``,this.retry=()=>{this.store?.stop(),this.store=void 0,this.startStore(),this.requestUpdate()},this.openMenu=()=>{this.dispatchEvent(new CustomEvent(`hass-toggle-menu`,{bubbles:!0,composed:!0}))}}static{this.properties={hass:{attribute:!1},narrow:{type:Boolean,reflect:!0},route:{attribute:!1},texts:{state:!0}}}static{this.styles=[F,We]}connectedCallback(){super.connectedCallback(),this.timer=setInterval(()=>this.requestUpdate(),Vi/2),this.startStore()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer),this.store?.stop(),this.store=void 0}startStore(){if(!this.hass||!this.isConnected)return;let{connection:e,locale:t}=this.hass;this.store?.language!==t.language&&(this.store?.stop(),this.store=new Ke(e,t.language,()=>this.requestUpdate()),this.store.start())}shouldUpdate(e){if(e.size===1&&e.has(`hass`)){let t=e.get(`hass`);return t===void 0||t.locale!==this.hass.locale||t.config.time_zone!==this.hass.config.time_zone||t.themes?.darkMode!==this.hass.themes?.darkMode}return!0}willUpdate(){this.startStore();let{hass:e}=this;if(this.toggleAttribute(`dark`,e?.themes?.darkMode===!0),!e)return;let{locale:t}=e,n=[t.language,t.time_format,t.first_weekday,e.config.time_zone].join(`|`);if(n===this.language)return;this.language=n,this.clock=new lt(e);let r=()=>void(this.language=``);Ye.load(e).then(e=>{this.texts=e,e.whole.catch(r)},r)}updated(){let e=this.shownPath;this.shownPath=this.path,e!==``&&e!==this.path&&document.activeElement===document.body&&this.renderRoot.querySelector(`h1`)?.focus({preventScroll:!0})}get hasSidebar(){return!this.narrow&&this.hass?.dockedSidebar!==`always_hidden`}get tabs(){return Hi.filter(([e])=>e!==`bookings`||Object.keys(this.store?.bookingCalendars??{}).length>0)}isTop(e){return(this.store?.hasLocks?this.tabs:Hi).some(([t])=>t===e)}get path(){return(this.route?.path||`/now`).replace(/\/+$/,``)||`/now`}get page(){let[,e=``]=this.path.split(`/`);return Hi.some(([t])=>t===e)||Ui.has(e)?e:`now`}render(){let{texts:e,page:t}=this,n=this.isTop(t);return S`
<header>
${n?this.hasSidebar?T:S`<button class="round" @click=${this.openMenu} aria-label=${e?.t(`panel.menu`)??``}>
${P(`menu`)}
</button>`:S`<button class="round" @click=${()=>Ve(t===`others`||t===`bookings`?`/locks`:`/list`)} aria-label=${e?.t(`panel.back`)??``}>
${P(`back`)}
</button>`}
<h1 tabindex="-1">${e?.t(n?`panel.title`:`panel.${t}`)??``}</h1>
${n&&e?S`<nav aria-label=${e.t(`panel.title`)}>
${this.tabs.map(([n,r])=>S`<a
href="${j}/${n}"
@click=${M}
aria-current=${t===n?`page`:`false`}
>${P(r)}${e.t(`panel.${n}`)}</a
>`)}
</nav>`:T}
</header>
${this.store?.isOffline&&e?S`<div class="offline small" role="status">${P(`offline`)} ${e.t(`panel.offline`)}</div>`:T}
<main class=${t===`timeline`?`wide`:``}>${this.renderZone(t)}${this.renderPage(t)}</main>
${n&&t!==`locks`&&t!==`bookings`&&e&&this.store&&this.store.locks.size>0?S`<a class="add" href="${j}/new" @click=${M}>${P(`plus`)} <span>${e.t(`panel.add`)}</span></a>`:T}
`}renderZone(e){let{texts:t,clock:n}=this;return!t||!n?.isElsewhere||!Wi.has(e)?T:S`<p class="quiet zone">${t.t(`edit.zone`,{zone:n.zone})}</p>`}renderPage(e){let{store:t,texts:n,clock:r,hass:i}=this;if(!t||!n||!r||!t.error&&!(t.hasCodes&&t.hasLocks))return S`<div class="loading" role="status" aria-label=${n?.t(`panel.loading`)??``}>
<div></div>
<div></div>
<div></div>
</div>`;if(t.error)return S`<div class="empty" role="alert">
${P(`problem`)}
<p>${n.t(t.error.code===`unauthorized`?`panel.not_allowed`:`panel.failed`)}</p>
<button class="outlined" @click=${this.retry}>${n.t(`panel.retry`)}</button>
</div>`;if(t.locks.size===0)return S`<div class="empty">
${P(`lock`)}
<p>${n.t(`panel.no_locks`)}</p>
<a class="button filled" href="/config/integrations/integration/access_codes">${n.t(`panel.link_locks`)}</a>
</div>`;let a={hass:i,store:t,texts:n,clock:r,now:Math.floor(Date.now()/Vi)*Vi};return this.renderView(e,a)}renderView(e,t){let[,,n=``]=this.path.split(`/`);switch(e){case`list`:return S`<access-codes-list .context=${t}></access-codes-list>`;case`timeline`:return S`<access-codes-timeline .context=${t}></access-codes-timeline>`;case`bookings`:return S`<access-codes-bookings .context=${t}></access-codes-bookings>`;case`locks`:return S`<access-codes-locks .context=${t}></access-codes-locks>`;case`others`:return S`<access-codes-others .context=${t}></access-codes-others>`;case`code`:return S`<access-codes-code .context=${t} .codeId=${n}></access-codes-code>`;case`new`:return S`<access-codes-edit .context=${t} .codeId=${``}></access-codes-edit>`;case`edit`:return S`<access-codes-edit .context=${t} .codeId=${n}></access-codes-edit>`;default:return S`<access-codes-now .context=${t}></access-codes-now>`}}};N(`access-codes-panel`,Gi);export{Gi as AccessCodesPanel};