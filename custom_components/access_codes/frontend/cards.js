await customElements.whenDefined(`home-assistant`);var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=/* @__PURE__ */ new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:ee,getOwnPropertySymbols:te,getPrototypeOf:ne}=Object,f=globalThis,re=f.trustedTypes,ie=re?re.emptyScript:``,ae=f.reactiveElementPolyfillSupport,p=(e,t)=>e,oe={toAttribute(e,t){switch(t){case Boolean:e=e?ie:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},se=(e,t)=>!l(e,t),ce={attribute:!0,type:String,converter:oe,reflect:!1,useDefault:!1,hasChanged:se};Symbol.metadata??=Symbol(`metadata`),f.litPropertyMetadata??=/* @__PURE__ */ new WeakMap;var m=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=ce){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??ce}static _$Ei(){if(this.hasOwnProperty(p(`elementProperties`)))return;let e=ne(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(p(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(p(`properties`))){let e=this.properties,t=[...ee(e),...te(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=/* @__PURE__ */ new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?oe:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?oe:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??se)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=/* @__PURE__ */ new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=/* @__PURE__ */ new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};m.elementStyles=[],m.shadowRootOptions={mode:`open`},m[p(`elementProperties`)]=/* @__PURE__ */ new Map,m[p(`finalized`)]=/* @__PURE__ */ new Map,ae?.({ReactiveElement:m}),(f.reactiveElementVersions??=[]).push(`2.1.2`);var h=globalThis,le=e=>e,g=h.trustedTypes,ue=g?g.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,de=`$lit$`,_=`lit$${Math.random().toFixed(9).slice(2)}$`,fe=`?`+_,pe=`<${fe}>`,v=document,y=()=>v.createComment(``),b=e=>e===null||typeof e!=`object`&&typeof e!=`function`,x=Array.isArray,me=e=>x(e)||typeof e?.[Symbol.iterator]==`function`,he=`[ 	
\f\r]`,S=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ge=/-->/g,_e=/>/g,C=RegExp(`>|${he}(?:([^\\s"'>=/]+)(${he}*=${he}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),ve=/'/g,ye=/"/g,be=/^(?:script|style|textarea|title)$/i,xe=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),w=xe(1),T=xe(2),E=Symbol.for(`lit-noChange`),D=Symbol.for(`lit-nothing`),Se=/* @__PURE__ */ new WeakMap,O=v.createTreeWalker(v,129);function Ce(e,t){if(!x(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return ue===void 0?t:ue.createHTML(t)}var we=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=S;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===S?c[1]===`!--`?o=ge:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=C):(be.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=C):o=_e:o===C?c[0]===`>`?(o=i??S,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?C:c[3]===`"`?ye:ve):o===ye||o===ve?o=C:o===ge||o===_e?o=S:(o=C,i=void 0);let d=o===C&&e[t+1].startsWith(`/>`)?` `:``;a+=o===S?n+pe:l>=0?(r.push(s),n.slice(0,l)+de+n.slice(l)+_+d):n+_+(l===-2?t:d)}return[Ce(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},k=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=we(t,n);if(this.el=e.createElement(l,r),O.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=O.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(de)){let t=u[o++],n=i.getAttribute(e).split(_),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Ee:r[1]===`?`?De:r[1]===`@`?Oe:M}),i.removeAttribute(e)}else e.startsWith(_)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(be.test(i.tagName)){let e=i.textContent.split(_),t=e.length-1;if(t>0){i.textContent=g?g.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],y()),O.nextNode(),c.push({type:2,index:++a});i.append(e[t],y())}}}else if(i.nodeType===8){if(i.data===fe)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(_,e+1))!==-1;)c.push({type:7,index:a}),e+=_.length-1}}a++}}static createElement(e,t){let n=v.createElement(`template`);return n.innerHTML=e,n}};function A(e,t,n=e,r){if(t===E)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=b(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=A(e,i._$AS(e,t.values),i,r)),t}var Te=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??v).importNode(t,!0);O.currentNode=r;let i=O.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new j(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new ke(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=O.nextNode(),a++)}return O.currentNode=v,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},j=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=D,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=A(this,e,t),b(e)?e===D||e==null||e===``?(this._$AH!==D&&this._$AR(),this._$AH=D):e!==this._$AH&&e!==E&&this._(e):e._$litType$===void 0?e.nodeType===void 0?me(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==D&&b(this._$AH)?this._$AA.nextSibling.data=e:this.T(v.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=k.createElement(Ce(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Te(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Se.get(e.strings);return t===void 0&&Se.set(e.strings,t=new k(e)),t}k(t){x(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(y()),this.O(y()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=le(e).nextSibling;le(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},M=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=D,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=D}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=A(this,e,t,0),a=!b(e)||e!==this._$AH&&e!==E,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=A(this,r[n+o],t,o),s===E&&(s=this._$AH[o]),a||=!b(s)||s!==this._$AH[o],s===D?e=D:e!==D&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===D?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},Ee=class extends M{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===D?void 0:e}},De=class extends M{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==D)}},Oe=class extends M{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=A(this,e,t,0)??D)===E)return;let n=this._$AH,r=e===D&&n!==D||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==D&&(n===D||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},ke=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){A(this,e)}},Ae=h.litHtmlPolyfillSupport;Ae?.(k,j),(h.litHtmlVersions??=[]).push(`3.3.3`);var je=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new j(t.insertBefore(y(),e),e,void 0,n??{})}return i._$AI(e),i},N=globalThis,P=class extends m{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=je(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};P._$litElement$=!0,P.finalized=!0,N.litElementHydrateSupport?.({LitElement:P});var Me=N.litElementPolyfillSupport;Me?.({LitElement:P}),(N.litElementVersions??=[]).push(`4.2.2`),class extends P{static{this.properties={context:{attribute:!1}}}t(e,t){return this.context.texts.t(e,t)}};var F=`/access-codes`,Ne=`accessCodes`;function Pe(e,t=!1){let n=`${F}${e}`;t?history.replaceState(history.state,``,n):history.pushState({[Ne]:!0},``,n),window.dispatchEvent(new CustomEvent(`location-changed`,{detail:{replace:t}})),window.scrollTo(0,0)}function I(e){if(e.defaultPrevented||e.button!==0||e.metaKey||e.ctrlKey||e.shiftKey)return;let t=e.currentTarget.getAttribute(`href`)??``;t.startsWith(`/access-codes/`)&&(e.preventDefault(),Pe(t.slice(13)))}function L(e,t){customElements.get(e)||customElements.define(e,t)}if(location.pathname.startsWith(`/access-codes`)){let e=document.createElement(`link`);e.rel=`modulepreload`,e.href=import.meta.url.replace(/cards\.js.*$/,`panel.js?v=e8cd63aef9de107b`),document.head.append(e)}var Fe=e=>e.pending_mutations.some(e=>e.mutation_code===`deleting`),R=e=>e.status!==`set`&&e.warnings.some(e=>e.warning_code===`using_backup_access_code`);function Ie(e,t){return e.type===`ongoing`?e.max_uses!==null&&e.use_count>=e.max_uses:e.next_window===null||Date.parse(e.next_window.ends_at)<=t}function z(e,t){return e.errors.some(e=>!e.is_device_error)?`problem`:e.status===`set`||e.status===`setting`||e.status===`removing`||e.status===`unknown`?e.status:e.is_paused?`paused`:Ie(e,t)?`ended`:e.next_window!==null&&Date.parse(e.next_window.starts_at)>t?`upcoming`:`unset`}var Le=new Intl.Collator(void 0,{numeric:!0}),B=(e,t)=>Le.compare(e.name,t.name),V=(e,t)=>B(e,t)||e.access_code_id.localeCompare(t.access_code_id);function H(e,t){let n={confirmed:[],unconfirmed:[],lingering:[]};for(let r of e)r.lock_entity_id===t.entity_id&&(r.status===`set`||R(r)?n.confirmed.push(r):r.status===`setting`||r.status===`unknown`?n.unconfirmed.push(r):r.status===`removing`&&n.lingering.push(r));return n.confirmed.sort(V),n.unconfirmed.sort(V),n.lingering.sort(V),n}function Re(e,t){return[...e].filter(e=>e.next_window!==null&&Date.parse(e.next_window.starts_at)>t&&!e.is_paused&&!R(e)&&!Fe(e)).sort((e,t)=>Date.parse(e.next_window.starts_at)-Date.parse(t.next_window.starts_at)||V(e,t))}var ze=/* @__PURE__ */ new Set([`delay_in_setting_on_device`,`delay_in_removing_from_device`,`missed`,`active_while_unavailable`,`time_zone_mismatch`]);function Be(e,t){let n=[],r=[];for(let i of e){for(let e of i.problems){let r=e.access_code_id===void 0?void 0:t.get(e.access_code_id);n.push({lock:i,message:e.message,code:r,isWarning:!1,isRepair:e.is_repair})}for(let e of t.values()){if(e.lock_entity_id!==i.entity_id||e.errors.length>0)continue;let t=e.warnings.find(e=>ze.has(e.warning_code??``));t&&r.push({lock:i,message:t.message,code:e,isWarning:!0})}}return[...n,...r]}var Ve=/* @__PURE__ */ new Set([`unset`,`setting`,`set`,`removing`]),He=/* @__PURE__ */ new WeakMap;function U(e){if(!e)return[];let t=He.get(e);return t||(t=Object.values(e).filter(e=>e.platform===`access_codes`&&e.translation_key===`access_code`).map(e=>e.entity_id),He.set(e,t)),t}var Ue=e=>Object.values(e??{}).filter(e=>e.platform===`access_codes`&&e.translation_key===`problem`).length;function W(e){let t=/* @__PURE__ */ new Set;for(let n of Object.values(e.entities??{})){if(n.platform!==`access_codes`||n.translation_key!==`problem`)continue;let r=e.states[n.entity_id]?.attributes.checks_codes_of;typeof r==`string`&&t.add(r)}return t}function We(e){let{attributes:t}=e;return typeof t.access_code_id!=`string`||typeof t.lock_entity_id!=`string`?null:{name:``,type:`ongoing`,display_status:``,starts_at:null,ends_at:null,recurrence:null,next_window:null,created_at:``,errors:[],warnings:[],pending_mutations:[],common_code_key:null,is_paused:!1,active_while:null,is_one_time_use:!1,max_uses:null,use_count:0,last_used_at:null,is_scheduled_on_device:!1,is_waiting_for_code_assignment:!1,retry_at:null,...t,access_code_id:t.access_code_id,lock_entity_id:t.lock_entity_id,status:Ve.has(e.state)?e.state:`unknown`}}var G=(e,t)=>String(e.states[t]?.attributes.friendly_name??t);function Ge(e,t,n){let r=/* @__PURE__ */ new Map;for(let e of n)for(let t of e.errors)t.is_device_error&&t.error_code?r.set(t.error_code,{error_code:t.error_code,message:t.message}):r.set(e.access_code_id,{error_code:t.error_code??``,message:t.message,access_code_id:e.access_code_id,name:e.name});return{entry_id:t,entity_id:t,device_id:null,name:G(e,t),area:null,family:``,is_loaded:!0,reach:null,reach_since:null,heard_at:null,capabilities:null,free_slots:null,ignored:[],problems:[...r.values()]}}function Ke(e){let t=/* @__PURE__ */ new Map,n=/* @__PURE__ */ new Map;for(let r of U(e.entities)){let i=e.states[r],a=i&&We(i);a&&(t.set(a.access_code_id,a),n.set(a.lock_entity_id,[...n.get(a.lock_entity_id)??[],a]))}return{codes:t,locks:new Map([...n].map(([t,n])=>[t,Ge(e,t,n)])),isComplete:!1}}var qe=(e,t)=>({codes:e,locks:new Map([...t.values()].filter(e=>e.entity_id).map(e=>[e.entity_id,e])),isComplete:!0});function Je(e,t){let n=[`problem`,`upcoming`,`unset`,`paused`,`ended`],r=e=>Date.parse(e.next_window?.starts_at??``)||1/0,i=e=>n.indexOf(t(e));return[...e].sort((e,t)=>i(e)-i(t)||(r(e)<r(t)?-1:r(e)>r(t)?1:B(e,t)))}function Ye(e,t,n){return Array.isArray(t)?t.includes(e.entity_id??``):t??(e.capabilities?.is_virtual===!0||n.has(e.entity_id??``))}function Xe(e,t){if(Ue(e.entities)!==Ue(t.entities))return!0;let n=W(e);return[...W(t)].some(e=>!n.has(e))}var Ze=(e,t)=>[{type:`heading`,heading:e.name,icon:`mdi:lock`},{type:`tile`,entity:e.entity_id,features:[{type:`lock-commands`}],features_position:`inline`,grid_options:{columns:`full`}},...t?[{type:`custom:access-codes-keypad-card`,entity:e.entity_id}]:[],{type:`custom:access-codes-codes-card`,entity:e.entity_id}];function Qe(e,t,n,r,i){let a=e.entities?e.entities.flatMap(e=>t.filter(t=>t.entity_id===e)):t,o=a.map(t=>({type:`grid`,cards:Ze(t,Ye(t,e.keypads,n))})),s=a.length===0?{type:`markdown`,content:i}:{type:`custom:access-codes-now-card`,...e.entities?{entities:e.entities}:{}};return{title:e.title??r,icon:`mdi:key-chain-variant`,type:`sections`,max_columns:3,sections:[{type:`grid`,cards:[s]},...o]}}function $e(e,t){return!t.startsWith(`lock.`)||!U(e.entities).some(n=>e.states[n]?.attributes.lock_entity_id===t)?null:(W(e).has(t)?[`codes`,`keypad`]:[`codes`]).map(e=>({config:{type:`custom:access-codes-${e}-card`,entity:t}}))}var et=`component.access_codes.config_panel`,tt=`component.access_codes.exceptions`,nt=class e{constructor(e,t){this.localize=e,this.whole=Promise.resolve(),this.plurals=new Intl.PluralRules(t),this.isFromRight=/^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(t)}static async load(t){let n=new e(await t.loadBackendTranslation(`config_panel`,`access_codes`),t.locale.language);return n.whole=t.loadBackendTranslation(`exceptions`,`access_codes`).then(e=>void(n.localize=e)),n}static from(t,n=`en`){return new e(t,n)}t(e,t){let n=t?.count,r=typeof n==`number`?[...n===0?[`zero`]:[],this.plurals.select(n),`other`]:[];for(let n of[...r.map(t=>`${e}_${t}`),e]){let e=this.localize(`${et}.${n}`,t);if(e)return this.isolated(e)}return e}isolated(e){return this.isFromRight?`\u2066${e}\u2069`:e}message(e,t){return this.localize(`${tt}.${e}.message`,t)}refusal(e,t=!1){let n={...e.translation_placeholders??{}};if(!e.translation_key)return e.message||this.t(`panel.no_answer`);let{reason_key:r}=n;if(r){let e=Object.entries(n).filter(([e])=>e.startsWith(`reason_`)),t=Object.fromEntries(e.map(([e,t])=>[e.slice(7),t])),i={code:``,message:n.reason??``,translation_key:r,translation_placeholders:t};n.reason=this.refusal(i)}let i=this.localize(`${et}.refusal.${e.translation_key}`);if(i)return i;let a=n.field;if(a&&t){let[,t=``]=/^\s*[:：]\s*(.+)/.exec(this.message(e.translation_key,{...n,field:``}))??[];if(t)return t.charAt(0).toLocaleUpperCase()+t.slice(1)}return a&&(n.field=this.t(`field.${a}`)||a),this.message(e.translation_key,n)||e.message}},rt=``,K,q;function it(e){if(!K||rt!==e.locale.language){rt=e.locale.language;let t=K=nt.load(e),n=()=>{K===t&&(K=void 0)};t.then(e=>{q=e,e.whole.catch(n)},n)}return K}var at=()=>document.querySelector(`home-assistant`)?.hass;function J(e,t){if(q)return q.t(e);let n=at();return n&&it(n).catch(()=>void 0),t}var ot=/* @__PURE__ */ new Set([`entities`,`code_length`]),st=e=>({schema:e,computeLabel:({name:e})=>J(`card.form_${e}`,e),computeHelper:({name:e})=>ot.has(e)&&J(`card.help_${e}`,``)||void 0}),ct={menu:T`<path d="M4 6h16M4 12h16M4 18h16"/>`,back:T`<path d="M20 12H5M11 5l-7 7 7 7"/>`,plus:T`<path d="M12 5v14M5 12h14"/>`,search:T`<circle cx="11" cy="11" r="6"/><path d="M20 20l-4.5-4.5"/>`,chevron:T`<path d="M9 5l7 7-7 7"/>`,eye:T`<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>`,eyeOff:T`<path d="M4 4l16 16M9.5 5.4A9 9 0 0 1 12 5c6 0 10 7 10 7a17 17 0 0 1-3 3.7M6 7.3A16 16 0 0 0 2 12s4 7 10 7a9 9 0 0 0 4-1"/>`,copy:T`<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3"/>`,edit:T`<path d="M4 20l1-4L16 5l3 3L8 19z"/>`,trash:T`<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v6M14 11v6"/>`,sync:T`<path d="M4 12a8 8 0 0 1 14-5l2 2M20 12a8 8 0 0 1-14 5l-2-2M20 4v5h-5M4 20v-5h5"/>`,share:T`<circle cx="6" cy="12" r="2.500"/><circle cx="17" cy="5.500" r="2.500"/><circle cx="17" cy="18.500" r="2.500"/><path d="M8.200 10.800l6.600-4M8.200 13.200l6.600 4"/>`,qr:T`<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM14 20h.01M20 14h.01"/>`,send:T`<path d="M4 12L20 4l-5 16-4-6zM11 14l9-10"/>`,large:T`<path d="M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5"/>`,give:T`<path d="M4 12h13M12 6l6 6-6 6M21 4v16"/>`,stop:T`<rect x="6" y="6" width="12" height="12" rx="2"/>`,close:T`<path d="M6 6l12 12M18 6L6 18"/>`,check:T`<path d="M5 12.500l5 5 9-11"/>`,bookings:T`<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>`,clean:T`<path d="M19 4l-7 8M9.500 10.500l5 4.500c-1 4-3 5.500-6 5.500-2 0-3.500-.500-5-1.500 3-1.500 4.500-4.500 6-8.500z"/>`,download:T`<path d="M12 4v11M7 10l5 5 5-5M5 20h14"/>`,upload:T`<path d="M12 15V4M7 9l5-5 5 5M5 20h14"/>`,down:T`<path d="M5 9l7 7 7-7"/>`,up:T`<path d="M5 15l7-7 7 7"/>`,pause:T`<path d="M9 5v14M15 5v14"/>`,play:T`<path d="M7 5l12 7-12 7z"/>`,dice:T`<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M9 9h.01M15 15h.01M15 9h.01M9 15h.01"/>`,lock:T`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,unlocked:T`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V7a4 4 0 0 1 7.500-2"/>`,person:T`<circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>`,offline:T`<path d="M4 4l16 16M5 11a10 10 0 0 1 4-2.5M19 11a10 10 0 0 0-5-2.8M8.500 14.500a5 5 0 0 1 7 0M12 18.500h.01"/>`,set:T`<circle cx="12" cy="12" r="9"/><path d="M8 12.500l3 3 5-6"/>`,setting:T`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M12 16V8M8.500 11.500L12 8l3.500 3.500"/>`,removing:T`<circle cx="12" cy="12" r="9" stroke-dasharray="3.500 3.500"/><path d="M8 12h8"/>`,unknown:T`<circle cx="12" cy="12" r="9"/><path d="M9.500 9.500a2.500 2.500 0 1 1 3.500 2.500c-.7.4-1 .9-1 1.700M12 17h.01"/>`,paused:T`<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>`,upcoming:T`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.500 2"/>`,ended:T`<circle cx="12" cy="12" r="9"/><path d="M6 18L18 6"/>`,unset:T`<circle cx="12" cy="12" r="9"/>`,problem:T`<path d="M12 4l9 16H3zM12 10v4M12 17h.01"/>`},lt=/* @__PURE__ */ new Set([`back`,`chevron`,`give`,`send`]),Y=e=>w`<svg
class="icon ${lt.has(e)?`mirrored`:``}"
viewBox="0 0 24 24"
fill="none"
stroke="currentColor"
stroke-width="2"
stroke-linecap="round"
stroke-linejoin="round"
aria-hidden="true"
>
${ct[e]}
</svg>`,ut=/* @__PURE__ */ new Map;function dt(e){let t=ut.get(e);if(t)return t;let n=new Intl.DateTimeFormat(`en-GB`,{timeZone:e,year:`numeric`,month:`2-digit`,day:`2-digit`,hour:`2-digit`,minute:`2-digit`,hourCycle:`h23`});return ut.set(e,n),n}function ft(e,t){let n=dt(t).formatToParts(new Date(e)),r=e=>n.find(t=>t.type===e)?.value??``;return`${r(`year`)}-${r(`month`)}-${r(`day`)}T${r(`hour`)}:${r(`minute`)}`}var pt=[`MO`,`TU`,`WE`,`TH`,`FR`,`SA`,`SU`];function mt(e){let t=/^FREQ=WEEKLY;(?:INTERVAL=1;)?BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)$/i.exec(e);return t?t[1].toUpperCase().split(`,`).map(e=>pt.indexOf(e)):null}var ht=[`monday`,`tuesday`,`wednesday`,`thursday`,`friday`,`saturday`,`sunday`];function gt(e){let t=ht.indexOf(e.first_weekday);if(t>=0)return t;let n=new Intl.Locale(e.language);return((n.getWeekInfo?.()??n.weekInfo)?.firstDay??1)-1}function _t({time_format:e,language:t}){return e===`12`||e===`24`?e===`12`?`h12`:`h23`:new Intl.DateTimeFormat(e===`system`?void 0:t,{hour:`numeric`}).resolvedOptions().hour12?`h12`:`h23`}var vt=class{constructor(e){this.zone=e.config.time_zone,this.language=e.locale.language,this.hourCycle=_t(e.locale),this.firstWeekday=gt(e.locale)}get isElsewhere(){let e=Intl.DateTimeFormat().resolvedOptions().timeZone,t=/* @__PURE__ */ new Date;return e!==this.zone&&ft(t,e)!==ft(t,this.zone)}wall(e=/* @__PURE__ */ new Date){return ft(e,this.zone)}time(e){return this.format(e,{hour:`numeric`,minute:`2-digit`})}moment(e,t=/* @__PURE__ */ new Date){let n=this.wall(e).slice(0,10);if(n===this.wall(t).slice(0,10))return this.time(e);let r=n.slice(0,4)===this.wall(t).slice(0,4)?void 0:`numeric`;return this.format(e,{weekday:`short`,day:`numeric`,month:`short`,year:r,hour:`numeric`,minute:`2-digit`})}inText(e){return e.replace(/(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/g,(e,t,n)=>{let r=t===this.wall().slice(0,10)?{}:{weekday:`short`,day:`numeric`,month:`short`},i=t.slice(0,4)===this.wall().slice(0,4)?{}:{year:`numeric`};return this.wallText(`${t}T${n}`,{...r,...i,hour:`numeric`,minute:`2-digit`})})}minutes(e){return new Intl.NumberFormat(this.language,{style:`unit`,unit:`minute`,unitDisplay:`long`}).format(Math.max(Math.ceil(e/6e4),1))}ago(e,t){let n=Math.max(Math.floor((t-Date.parse(e))/6e4),0),[r,i]=n<60?[n,`minute`]:n<1440?[n/60,`hour`]:[n/1440,`day`];return new Intl.RelativeTimeFormat(this.language,{numeric:n===0?`auto`:`always`}).format(-Math.floor(r),i)}wallText(e,t){let n=t.hour===void 0?{}:{hourCycle:this.hourCycle};return new Intl.DateTimeFormat(this.language,{...t,...n,timeZone:`UTC`}).format(/* @__PURE__ */ new Date(`${e}Z`))}weekdayName(e,t){let n=new Date(Date.UTC(2026,5,1+e,12));return new Intl.DateTimeFormat(this.language,{weekday:t,timeZone:`UTC`}).format(n)}format(e,t){return new Intl.DateTimeFormat(this.language,{...t,timeZone:this.zone,hourCycle:this.hourCycle}).format(new Date(e)).replace(/(\d) (?=\p{L})/gu,`$1\xA0`)}};function yt({texts:e,clock:t,now:n},r){let i=r.next_window;if(r.type===`ongoing`){let t=r.max_uses!==null&&r.use_count>=r.max_uses;return e.t(t?`when.used_up`:`when.always`)}if(r.recurrence!==null){let n=mt(r.recurrence);if(n&&i){let r=[...n].sort((e,t)=>e-t).map(e=>t.weekdayName(e,`short`));return e.t(`when.weekly`,{days:r.join(`, `),from:t.time(i.starts_at),to:t.time(i.ends_at)})}return i?e.t(`when.recurring`,{from:t.moment(i.starts_at),to:t.moment(i.ends_at)}):e.t(`when.recurring_over`)}if(!i)return e.t(`when.over`);let[a,o]=[t.moment(i.starts_at),t.moment(i.ends_at)];return Date.parse(i.ends_at)<=n?e.t(`when.ended`,{to:o}):Date.parse(i.starts_at)<=n?e.t(`when.until`,{to:o}):e.t(`when.window`,{from:a,to:o})}function bt(e,t){return R(t)?e.texts.t(`now.by_backup`):yt(e,t)}function xt(e,t,n){let r=(t===`set`||t===`unset`)&&n?.capabilities?.is_virtual;return e.t(r?`status.${t}_virtual`:`status.${t}`)}function St({texts:e,clock:t},n){if(!n.is_loaded)return e.t(`lock.not_loaded`);if(n.reach===`reachable`||n.reach===null)return null;let r=n.reach_since===null?``:t.moment(n.reach_since);return e.t(`lock.${n.reach}`,{since:r})}var Ct=o`
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
`;o`
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
`;function wt(e,t,n){let r=new Map(e);for(let e of t.changed){let t=String(e[n]);r.set(t,{...r.get(t),...e})}for(let e of t.removed)r.delete(e);return r}var Tt=class{constructor(e,t,n){this.connection=e,this.language=t,this.changed=n,this.codes=/* @__PURE__ */ new Map,this.locks=/* @__PURE__ */ new Map,this.linkable=[],this.bookingCalendars={},this.hasCodes=!1,this.hasLocks=!1,this.isOffline=!1,this.error=null,this.unsubscribe=[],this.areCodesOld=!1,this.areLocksOld=!1,this.isStopped=!1,this.onReady=()=>{this.areCodesOld=this.areLocksOld=!0,this.isOffline=!1,this.changed()},this.onDisconnected=()=>{this.isOffline=!0,this.changed()}}async start(){this.connection.addEventListener(`ready`,this.onReady),this.connection.addEventListener(`disconnected`,this.onDisconnected);try{let e=await Promise.all([this.connection.subscribeMessage(e=>this.onLocks(e),{type:`access_codes/subscribe_locks`,language:this.language}),this.connection.subscribeMessage(e=>this.onCodes(e),{type:`access_codes/subscribe`,partial:!0,language:this.language})]);this.isStopped?e.forEach(e=>e()):this.unsubscribe=e}catch(e){this.error=e,this.changed()}}stop(){this.isStopped=!0,this.connection.removeEventListener(`ready`,this.onReady),this.connection.removeEventListener(`disconnected`,this.onDisconnected),this.unsubscribe.forEach(e=>e()),this.unsubscribe=[]}lockOf(e){for(let t of this.locks.values())if(t.entity_id===e.lock_entity_id)return t}sharedWith(e){return e.common_code_key===null?[e]:[e,...[...this.codes.values()].filter(t=>t!==e&&t.common_code_key===e.common_code_key)]}onCodes(e){this.codes=wt(this.areCodesOld?/* @__PURE__ */ new Map:this.codes,e,`access_code_id`),this.areCodesOld=!1,this.hasCodes=!0,this.changed()}onAnswer(e){let t=e.flatMap(({access_code_id:e,starts_at:t,ends_at:n,next_window:r})=>{let i=this.codes.get(e);return i&&(i.starts_at!==t||i.ends_at!==n)?[{...i,starts_at:t,ends_at:n,next_window:r}]:[]});t.length!==0&&(this.codes=wt(this.codes,{changed:t,removed:[]},`access_code_id`),this.changed())}onLocks(e){this.locks=wt(this.areLocksOld?/* @__PURE__ */ new Map:this.locks,e,`entry_id`),this.areLocksOld=!1,this.hasLocks=!0,e.linkable&&(this.linkable=e.linkable),e.booking_calendars&&(this.bookingCalendars=e.booking_calendars),this.changed()}},X=/* @__PURE__ */ new WeakMap;function Et(e,t,n){let r=X.get(e);if(r?.store.language!==t){let n=/* @__PURE__ */ new Set,i=new Tt(e,t,()=>n.forEach(e=>e()));r={store:i,listeners:n},X.set(e,r),i.start()}let{store:i,listeners:a}=r;return a.add(n),{store:i,stop:()=>{a.delete(n),a.size>0||(i.stop(),X.get(e)?.store===i&&X.delete(e))}}}var Dt=6e4,Z=class extends P{constructor(...e){super(...e),this.language=``,this.seen=[]}static{this.properties={hass:{attribute:!1},config:{state:!0},texts:{state:!0}}}static{this.styles=[Ct,o`
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
`]}setConfig(e){this.config={...e}}connectedCallback(){super.connectedCallback(),this.timer=setInterval(()=>this.requestUpdate(),Dt/2),this.hasUpdated&&this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer),this.pushes?.stop(),this.pushes=void 0}get needsCodes(){return!0}get isAdmin(){return this.hass?.user?.is_admin===!0}t(e,t){return this.texts?.t(e,t)??``}shouldUpdate(e){if(!this.hass||!this.config)return!1;let t=e.size===1&&e.has(`hass`),{hass:n}=this,r=[...this.shownEntities,...this.needsCodes?U(n.entities):[]],i=[n.locale,n.config.time_zone,n.themes?.darkMode,n.connected,n.user];i.push(...r.map(e=>n.states[e]));let a=i.length===this.seen.length&&i.every((e,t)=>e===this.seen[t]);return this.seen=i,!(t&&a)}willUpdate(){let{hass:e}=this;this.toggleAttribute(`dark`,e.themes?.darkMode===!0);let{locale:t}=e;this.followPushes(t.language);let n=[t.language,t.time_format,t.first_weekday,e.config.time_zone].join(`|`);n!==this.language&&(this.language=n,this.clock=new vt(e),it(e).then(e=>this.texts=e,()=>this.language=``))}followPushes(e){this.needsCodes&&this.isAdmin&&this.isConnected&&this.pushes?.store.language!==e&&(this.pushes?.stop(),this.pushes=Et(this.hass.connection,e,()=>this.requestUpdate()))}picture(){let e=this.pushes?.store;return e&&!e.error&&e.hasCodes&&e.hasLocks?qe(e.codes,e.locks):Ke(this.hass)}render(){if(!this.texts||!this.clock)return w`<div class="card" style="min-height:120px"></div>`;let e=Math.floor(Date.now()/Dt)*Dt;return this.renderCard({texts:this.texts,clock:this.clock,now:e})}renderOffline(){return this.hass.connected===!1?w`<div class="note small" role="status">${Y(`offline`)} ${this.t(`panel.offline`)}</div>`:null}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}};async function Ot(e){let t=e=>[...e].filter(e=>e.entity_id).sort(B);if(e.user?.is_admin)try{return t((await e.callWS({type:`access_codes/locks`})).locks)}catch{}return t(Ke(e).locks.values())}var kt=e=>Object.keys(e.states).find(e=>e.startsWith(`lock.`))??``;async function At(e,t=!1){let n=await Ot(e);return((t?n.find(t=>W(e).has(t.entity_id??``)):void 0)??n[0])?.entity_id??kt(e)}var jt=o`
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
text-wrap: balance;
}
.why {
overflow-wrap: anywhere;
}
.why:not(.problem) {
color: var(--quiet);
}
`;function Mt(e,t,n,r,i){let a=z(t,e.now),o=xt(e.texts,a,i),s=[n,bt(e,t)].filter(Boolean).join(` · `),c=a===`set`||a===`upcoming`,l=t.errors.find(e=>!e.is_device_error),u=w`
<span class=${a} title=${o}>${Y(a)}</span>
<span class="visually-hidden">${o}</span>
<div class="texts">
<div class="name">${t.name}</div>
<div class="second">${s}${c?D:w` · ${o}`}</div>
${l?w`<div class="why problem">${l.message}</div>`:D}
</div>
`;return r?w`<a class="person" href="${F}/code/${t.access_code_id}" @click=${I}>${u}</a>`:w`<div class="person">${u}</div>`}L(`access-codes-codes-card`,class extends Z{static{this.styles=[...Z.styles,jt,o`
ul + .nobody {
padding-top: 10px;
}
ul:last-child {
padding-bottom: 10px;
}
.rest {
border-top: 1px solid var(--line);
margin-top: 6px;
}
`]}setConfig(e){if(!e.entity)throw Error(J(`card.choose_lock`,`Choose a lock.`));super.setConfig(e)}static getConfigForm(){return st([{name:`entity`,required:!0,selector:{entity:{filter:{domain:`lock`}}}},{name:`title`,selector:{text:{}}},{name:`show_ended`,selector:{boolean:{}}}])}static async getStubConfig(e){return{entity:await At(e)}}getCardSize(){return 5}get shownEntities(){return[this.config.entity]}renderCard(e){let{entity:t,title:n}=this.config,r=this.picture(),i=r.locks.get(t),a=[...r.codes.values()].filter(e=>e.lock_entity_id===t),o=n||(i?.name??G(this.hass,t)),s=i?St(e,i):null,c=i?H(a,i):null;return w`<section class="card" aria-label=${o}>
<div class="head">
<span class=${s?`problem`:`quiet`}>${Y(s?`offline`:`lock`)}</span>
<h2>${o}</h2>
${c?w`<span class="end quiet">${this.t(`now.can_open`,{count:c.confirmed.length})}</span>`:D}
</div>
${this.renderOffline()} ${s?w`<div class="nobody problem">${s}</div>`:D}
${i?this.renderProblems(i):D}
${this.renderLists(e,a,i,r.isComplete)}
${this.isAdmin?w`<div class="foot"><a class="button" href="${F}/new" @click=${I}>${Y(`plus`)} ${this.t(`panel.add`)}</a></div>`:D}
</section>`}renderLists(e,t,n,r){if(!n&&!(this.config.entity in this.hass.states))return this.nobody(`card.lock_missing`);if(!n||t.length===0)return this.nobody(r&&n?`list.none_on_lock`:`card.none_seen`);let{confirmed:i,unconfirmed:a,lingering:o}=H(t,n),s=/* @__PURE__ */ new Set([...i,...a,...o]),c=Je(t.filter(t=>!s.has(t)&&(this.config.show_ended||z(t,e.now)!==`ended`)),t=>z(t,e.now));return w`
${i.length?this.renderCodes(e,n,i,this.t(`card.can_open_now`)):this.nobody(r?`now.nobody`:`card.nobody_seen`)}
${this.renderCodes(e,n,a,this.t(`now.not_confirmed`))}
${this.renderCodes(e,n,o,this.t(`now.may_still_open`))}
${c.length?w`<div class="rest">${this.renderCodes(e,n,c,this.t(`card.not_now`))}</div>`:D}
`}nobody(e){return w`<div class="nobody">${this.t(e)}</div>`}renderProblems(e){return e.problems.filter(e=>e.access_code_id===void 0).map(e=>w`<div class="note error">${Y(`problem`)}<div>${e.message}</div></div>`)}renderCodes(e,t,n,r){return n.length===0?D:w`<div class="label">${r}</div>
<ul aria-label=${r}>
${n.map(n=>w`<li>${Mt(e,n,``,this.isAdmin,t)}</li>`)}
</ul>`}});var Nt=class{#e=``;get count(){return this.#e.length}add(e){/^[0-9]$/.test(e)&&this.#e.length<20&&(this.#e+=e)}removeLast(){this.#e=this.#e.slice(0,-1)}clear(){this.#e=``}take(){let e=this.#e;return this.#e=``,e}};function Pt(e){return e.ctrlKey||e.altKey||e.metaKey?null:/^[0-9]$/.test(e.key)?{digit:e.key}:e.key===`Backspace`||e.key===`Delete`?`remove`:e.key===`Escape`?`clear`:e.key===`Enter`?`send`:null}function Ft(e,t){return e.granted?{isGood:!0,key:t===`lock`?`card.locked`:`card.unlocked`}:{isGood:!1,key:e.reason===`too_many_attempts`?`card.too_many_attempts`:`card.wrong_code`}}var It=3;function Lt(e){return e===It?{isGood:!1,key:`card.not_known`}:typeof e==`object`?e.code===`unauthorized`?{isGood:!1,key:`card.not_allowed`}:{isGood:!1,key:e.translation_key?null:`card.failed`}:{isGood:!1,key:`card.failed`}}var Rt=2e4,zt=6e3;L(`access-codes-keypad-card`,class extends Z{static{this.properties={...Z.properties,count:{state:!0},isBusy:{state:!0},told:{state:!0}}}static{this.styles=[...Z.styles,o`
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
`]}constructor(){super(),this.typed=new Nt,this.onMouse=e=>e.preventDefault(),this.onPointer=()=>this.renderRoot.querySelector(`.pad`)?.focus({preventScroll:!0}),this.onKey=e=>{let t=Pt(e);if(t===null||e.repeat)return;let n=e.currentTarget;(t!==`send`||e.target===n)&&(e.preventDefault(),e.stopPropagation(),n.focus({preventScroll:!0}),t===`send`?this.send(`unlock`):t===`remove`?this.onRemove():t===`clear`?this.clear():this.press(t.digit))},this.onRemove=()=>{this.isBusy||(this.told=null,this.typed.removeLast(),this.count=this.typed.count)},this.clear=()=>{clearTimeout(this.forget),this.typed.clear(),this.count=0,this.told=null},this.onVisibility=()=>{document.hidden&&this.clear()},this.count=0,this.isBusy=!1,this.told=null}setConfig(e){if(!e.entity)throw Error(J(`card.choose_lock`,`Choose a lock.`));super.setConfig(e)}static getConfigForm(){let e=at(),t=e?[...W(e)]:[];return st([{name:`entity`,required:!0,selector:{entity:t.length>0?{include_entities:t}:{filter:{domain:`lock`}}}},{name:`title`,selector:{text:{}}},{name:`show_lock`,selector:{boolean:{}}},{name:`code_length`,selector:{number:{min:4,max:12,mode:`box`}}}])}static async getStubConfig(e){return{entity:await At(e,!0)}}getCardSize(){return 9}connectedCallback(){super.connectedCallback(),document.addEventListener(`visibilitychange`,this.onVisibility)}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener(`visibilitychange`,this.onVisibility),this.clear()}get needsCodes(){return!1}get shownEntities(){return[this.config.entity]}get isOffline(){return this.hass.connected===!1||!this.hass.connection.connected}renderCard(){let{entity:e,title:t,show_lock:n}=this.config,r=this.hass.states[e],i=t||G(this.hass,e);if(!r)return w`<div class="card"><div class="nobody" style="padding-top:14px">${this.t(`card.lock_missing`)}</div></div>`;let a=this.t(`card.keypad_of`,{lock:i}),o=r.state===`unlocked`||r.state===`open`;return w`<section class="card" aria-label=${a}>
<div class="inside">
<div class="head">
<span class=${o?`warning`:`quiet`}>${Y(o?`unlocked`:`lock`)}</span>
<h2>${i}</h2>
<span class="end quiet">${this.hass.formatEntityState?.(r)??r.state}</span>
</div>
<div class="pad" tabindex="0" role="group" aria-label=${a} @keydown=${this.onKey} @pointerdown=${this.onPointer} @mousedown=${this.onMouse}>
${this.renderDisplay()}
<div class="keys" dir="ltr">
${[`1`,`2`,`3`,`4`,`5`,`6`,`7`,`8`,`9`].map(e=>this.renderDigit(e))}
<span class="blank"></span>
${this.renderDigit(`0`)}
<button type="button" aria-label=${this.t(`card.delete_digit`)} @click=${this.onRemove}>${Y(`back`)}</button>
</div>
<div class="acts">
${n?w`<button type="button" class="outlined" aria-disabled=${this.isBusy} @click=${()=>this.send(`lock`)}>
${this.t(`card.lock`)}
</button>`:D}
<button type="button" class="filled" aria-disabled=${this.isBusy} @click=${()=>this.send(`unlock`)}>
${this.t(`card.unlock`)}
</button>
</div>
</div>
<div class="visually-hidden" role="status" aria-live="assertive">${this.spoken}</div>
</div>
</section>`}get spoken(){return this.told?this.told.text:this.isBusy?this.t(`card.checking`):this.count>0?this.t(`card.typed`,{count:this.count}):``}renderDisplay(){let{told:e}=this;return e?w`<div class="display ${e.isGood?`good`:`bad`}" aria-hidden="true">
${Y(e.isGood?`set`:`problem`)}<span>${e.text}</span>
</div>`:this.isOffline?w`<div class="display quiet">${Y(`offline`)}<span>${this.t(`card.no_connection`)}</span></div>`:this.isBusy?w`<div class="display quiet" aria-hidden="true">${this.t(`card.checking`)}</div>`:this.count===0?w`<div class="display quiet" aria-hidden="true">${this.t(`card.enter_code`)}</div>`:w`<div class="display" aria-hidden="true">
${Array.from({length:this.count},()=>w`<span class="dot"></span>`)}
</div>`}renderDigit(e){return w`<button type="button" @click=${()=>this.press(e)}>${e}</button>`}press(e){if(this.isBusy)return;this.feel(`light`),this.told=null,this.typed.add(e),this.count=this.typed.count,clearTimeout(this.forget),this.forget=setTimeout(this.clear,Rt);let{code_length:t}=this.config;t&&this.count>=t&&this.send(`unlock`)}async send(e){if(!(this.isBusy||this.count===0)){if(clearTimeout(this.forget),this.isOffline)this.clear(),this.tell({isGood:!1,text:this.t(`card.no_connection`)});else{this.isBusy=!0,this.count=0;try{let{isGood:t,key:n}=Ft(await this.hass.callWS({type:`access_codes/enter_code`,lock:this.config.entity,code:this.typed.take(),action:e}),e);this.tell({isGood:t,text:this.t(n??`card.failed`)})}catch(e){let{key:t}=Lt(e);this.tell({isGood:!1,text:t?this.t(t):this.texts?.refusal(e)??``})}finally{this.isBusy=!1}}}}tell(e){this.isConnected&&(this.feel(e.isGood?`success`:`failure`),this.told=e,clearTimeout(this.forget),this.forget=setTimeout(this.clear,zt))}feel(e){window.dispatchEvent(new CustomEvent(`haptic`,{detail:e}))}});var Bt=6;L(`access-codes-now-card`,class extends Z{static{this.styles=[...Z.styles,jt,o`
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
`]}static getConfigForm(){return st([{name:`entities`,selector:{entity:{multiple:!0,filter:{domain:`lock`}}}},{name:`title`,selector:{text:{}}},{name:`show_next`,default:!0,selector:{boolean:{}}}])}static getStubConfig(){return{}}getCardSize(){return 6}get shownEntities(){return this.config.entities??[]}renderCard(e){let t=this.picture(),n=this.config.entities,r=[...t.locks.values()].filter(e=>!n?.length||n.includes(e.entity_id??``)).sort(B),i=this.config.title||this.t(`now.open_now`),a=Be(r,t.codes).length+r.filter(e=>!e.is_loaded).length;return w`<section class="card" aria-label=${i}>
<div class="head">
<h2>${i}</h2>
${a?w`<span class="end problem">${this.renderHands(a)}</span>`:D}
</div>
${this.renderOffline()}
${r.length===0?w`<div class="nobody">${this.t(t.isComplete?`panel.no_locks`:`card.no_locks_seen`)}</div>`:r.map(n=>this.renderLock(e,t,n))}
${this.config.show_next===!1||r.length===0?D:this.renderNext(e,t,r)}
</section>`}renderHands(e){let t=this.t(`now.need_a_hand`,{count:e});return this.isAdmin?w`<a href="${F}/now" @click=${I}>${t}</a>`:w`${t}`}renderLock(e,t,n){let{confirmed:r,unconfirmed:i,lingering:a}=H(t.codes.values(),n),o=St(e,n),s=r.length+i.length+a.length===0;return w`<div class="lock" role="group" aria-label=${n.name}>
<div class="head small">
<span class=${o?`problem`:`quiet`}>${Y(o?`offline`:`lock`)}</span>
<h3>${n.name}</h3>
<span class="end quiet">${this.t(`now.can_open`,{count:r.length})}</span>
</div>
${o?w`<div class="nobody problem">${o}</div>`:D}
${s?w`<div class="nobody">${this.t(t.isComplete?`now.nobody`:`card.nobody_seen`)}</div>`:D}
${this.renderCodes(e,r,null)}
${this.renderCodes(e,i,this.t(`now.not_confirmed`))}
${this.renderCodes(e,a,this.t(`now.may_still_open`))}
</div>`}renderCodes(e,t,n,r){return t.length===0?D:w`${n?w`<div class="label">${n}</div>`:D}
<ul>
${t.slice(0,Bt).map(t=>w`<li>${Mt(e,t,r?.(t)??``,this.isAdmin,this.lockOf(t))}</li>`)}
</ul>
${t.length>Bt?w`<div class="more">${this.t(`now.and_more`,{count:t.length-Bt})}</div>`:D}`}lockOf(e){return[...this.picture().locks.values()].find(t=>t.entity_id===e.lock_entity_id)}renderNext(e,t,n){let r=new Map(n.map(e=>[e.entity_id,e.name])),i=Re(t.codes.values(),e.now).filter(e=>r.has(e.lock_entity_id));return w`<div class="next" role="group" aria-label=${this.t(`now.next`)}>
<h3>${this.t(`now.next`)}</h3>
${i.length===0?w`<div class="nobody">${this.t(`now.nobody_next`)}</div>`:D}
${this.renderCodes(e,i,null,e=>r.get(e.lock_entity_id)??``)}
</div>`}});async function Vt(e,t){let n=await it(t),r=t.user?.is_admin===!0,i=n.t(r?`panel.no_locks`:`card.no_locks_seen`);return Qe(e,await Ot(t),W(t),n.t(`panel.title`),i)}var Ht=(e,t,n)=>Xe(t,n),Ut=class extends HTMLElement{static{this.generate=Vt}static{this.shouldRegenerate=Ht}},Wt=class extends HTMLElement{static{this.shouldRegenerate=Ht}static async generate(e,t){let n=await Vt(e,t);return{title:n.title,views:[n]}}};L(`ll-strategy-view-access-codes`,Ut),L(`ll-strategy-dashboard-access-codes`,Wt);var Gt=`https://github.com/access-codes/access_codes/blob/main/docs/cards.md`,Q=window;Q.customCards??=[],Q.customStrategies??=[];var $=(e,t,n,r)=>({type:e,preview:!0,documentationURL:Gt,...t?{getEntitySuggestion:t}:{},get name(){return n()},get description(){return r()}});Q.customCards.some(e=>e.type===`access-codes-codes-card`)||(Q.customCards.push($(`access-codes-codes-card`,$e,()=>J(`card.codes_name`,`Codes of a lock`),()=>J(`card.codes_about`,`The access codes of one lock`)),$(`access-codes-now-card`,void 0,()=>J(`card.now_name`,`Now and next`),()=>J(`card.now_about`,`Who can open which door now, and who comes next`)),$(`access-codes-keypad-card`,void 0,()=>J(`card.keypad_name`,`Keypad`),()=>J(`card.keypad_about`,`Opens a lock by an access code`))),Q.customStrategies.push({type:`access-codes`,strategyType:`dashboard`,documentationURL:Gt,get name(){return J(`panel.title`,`Access codes`)},get description(){return J(`card.dashboard_about`,`All linked locks in one view`)}}));