/** The radio of the simulated lock: while it is off, nothing leaves and nothing arrives, and the process lives on. */
import dgram from "node:dgram";

export const radio = { off: false };

const { send, emit } = dgram.Socket.prototype;

dgram.Socket.prototype.send = function (...args) {
  if (!radio.off) return send.apply(this, args);
  const done = args.at(-1);
  if (typeof done === "function") process.nextTick(done, null, 0);
};

dgram.Socket.prototype.emit = function (name, ...args) {
  return name === "message" && radio.off ? true : emit.call(this, name, ...args);
};
