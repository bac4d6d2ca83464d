/**
 * A radio of Zigbee2MQTT on the simulated air: `AIR=PORT node --require radio.cjs .../zigbee2mqtt/cli.js`.
 *
 * It takes the place of what zigbee-herdsman has for each kind of stick. Above that everything is real: the interview, the
 * codec, the queue for sleeping devices, the converters, MQTT. RADIO=zstack sends a request that was not answered once more,
 * as the adapters for z-stack and for ZoH do; without it nothing is repeated, as with ember.
 */
"use strict";
const net = require("node:net");
const path = require("node:path");
const readline = require("node:readline");

const zigbee2mqtt = path.dirname(require.resolve("zigbee2mqtt/package.json", { paths: [__dirname] }));
const herdsman = path.dirname(require.resolve("zigbee-herdsman/package.json", { paths: [zigbee2mqtt] }));
const load = (name) => require(path.join(herdsman, "dist", name));
const { Adapter } = load("adapter/adapter.js");
const { Queue } = load("utils/queue.js");
const { Waitress } = load("utils/waitress.js");
const Zcl = load("zspec/zcl");
const Zdo = load("zspec/zdo");

const FIRST_BROADCAST = 0xfff8;
const HOME_AUTOMATION = 0x0104;
const ZDO_ANSWER_TIME = 15000;

class AirAdapter extends Adapter {
  requests = 0;
  transactions = 0;
  unacknowledged = new Map();
  queue = new Queue(16);
  zclAnswers = new Waitress(Adapter.zclWaitressValidator, Adapter.clusterWaitressTimeoutFormatter);
  zdoAnswers = new Waitress(
    (answer, wanted) => ["address", "cluster", "tsn"].every((field) => answer[field] === wanted[field]),
    (wanted, time) => `Timeout after ${time}ms [address=${wanted.address} clusterId=${wanted.cluster}]`,
  );

  async start() {
    this.socket = net.connect(Number(process.env.AIR), "127.0.0.1").setNoDelay(true);
    await new Promise((resolve, reject) => this.socket.once("connect", resolve).once("error", reject));
    this.socket.on("error", () => {});
    this.socket.on("close", () => this.isStopping || this.emit("disconnected"));
    readline.createInterface({ input: this.socket }).on("line", (line) => this.hear(JSON.parse(line)));
    this.say({ radio: 1 });
    return "resumed";
  }

  async stop() {
    this.isStopping = true;
    this.socket.destroy();
  }

  say(message) {
    this.socket.write(`${JSON.stringify(message)}\n`);
  }

  hear(message) {
    if (message.ack !== undefined) {
      this.unacknowledged.get(message.id)(message.ack);
      this.unacknowledged.delete(message.id);
    } else if (message.join) {
      this.emit("deviceJoined", { networkAddress: message.join.nwk, ieeeAddr: message.join.ieee });
    } else if (message.rx?.profile === 0) {
      this.hearZdo(message.rx, Buffer.from(message.rx.data, "hex"));
    } else if (message.rx) {
      this.hearZcl(message.rx, Buffer.from(message.rx.data, "hex"));
    }
  }

  hearZdo(frame, data) {
    const answer = Zdo.Buffalo.readResponse(true, frame.cluster, data);
    this.zdoAnswers.resolve({ address: frame.src, cluster: frame.cluster, tsn: data[0], answer });
    this.emit("zdoResponse", frame.cluster, answer);
  }

  hearZcl(frame, data) {
    const payload = {
      address: frame.src,
      clusterID: frame.cluster,
      data,
      destinationEndpoint: frame.dep,
      endpoint: frame.sep,
      groupID: 0,
      header: Zcl.Header.fromBuffer(data),
      linkquality: 120,
      wasBroadcast: false,
    };
    if (payload.header) this.zclAnswers.resolve(payload);
    this.emit("zclPayload", payload);
  }

  /** Send, and resolve once the frame is acknowledged. Whoever waits for an answer registers before: both come in one chunk. */
  async transmit(dst, profile, cluster, sep, dep, data) {
    const id = ++this.requests;
    const acknowledged = new Promise((resolve) => this.unacknowledged.set(id, resolve));
    this.say({ id, tx: { dst, profile, cluster, sep, dep, data: data.toString("hex") } });
    if (!(await acknowledged)) {
      throw new Error(
        `~x~> [ZCL to=${dst} clusterId=${cluster}] Failed to send request with status=ZIGBEE_DELIVERY_FAILED.`,
      );
    }
  }

  async exchange(waitress, wanted, time, send) {
    const waiter = wanted && waitress.waitFor(wanted, time);
    try {
      await send();
    } catch (error) {
      if (waiter) waitress.remove(waiter.ID);
      throw error;
    }
    return await waiter?.start().promise;
  }

  async sendZdo(_ieee, address, cluster, payload, withoutAnswer) {
    if (address === 0) return coordinatorAnswer(cluster);
    return await this.queue.execute(async () => {
      const tsn = (this.transactions = (this.transactions + 1) & 0xff);
      payload[0] = tsn;
      const isAnswered = !withoutAnswer && address < FIRST_BROADCAST;
      const wanted = isAnswered ? { address, cluster: cluster | 0x8000, tsn } : undefined;
      const send = () => this.transmit(address, 0, cluster, 0, 0, payload);
      return (await this.exchange(this.zdoAnswers, wanted, ZDO_ANSWER_TIME, send))?.answer;
    }, address);
  }

  async sendZclFrameToEndpoint(_ieee, address, endpoint, frame, time, withoutAnswer, withoutRepeat, source, profile) {
    let commandId;
    if (frame.command.response !== undefined && !withoutAnswer) commandId = frame.command.response;
    else if (!frame.header.frameControl.disableDefaultResponse) commandId = Zcl.Foundation.defaultRsp.ID;
    const wanted = commandId !== undefined && {
      address,
      clusterId: frame.cluster.ID,
      commandId,
      endpoint,
      transactionSequenceNumber: frame.header.transactionSequenceNumber,
    };
    const send = () =>
      this.transmit(address, profile ?? HOME_AUTOMATION, frame.cluster.ID, source ?? 1, endpoint, frame.toBuffer());
    const once = () => this.exchange(this.zclAnswers, wanted || undefined, time, send);
    return await this.queue.execute(async () => {
      try {
        return await once();
      } catch (error) {
        if (process.env.RADIO !== "zstack" || withoutRepeat) throw error;
        return await once();
      }
    }, address);
  }

  waitFor(address, endpoint, _type, _direction, tsn, clusterId, commandId, defaultRspCommandId, time) {
    const wanted = { address, clusterId, commandId, defaultRspCommandId, endpoint, transactionSequenceNumber: tsn };
    const waiter = this.zclAnswers.waitFor(wanted, time);
    return { promise: waiter.start().promise, cancel: () => this.zclAnswers.remove(waiter.ID) };
  }

  async getCoordinatorIEEE() {
    return "0x00124b00deadbeef";
  }

  async getCoordinatorVersion() {
    return { type: "Simulated", meta: { revision: "1" } };
  }

  async getNetworkParameters() {
    const { panID, channelList } = this.networkOptions;
    return { panID, extendedPanID: "0xdddddddddddddddd", channel: channelList[0], nwkUpdateID: 0 };
  }

  async supportsBackup() {
    return false;
  }

  async reset() {}
  async addInstallCode() {}
  async permitJoin() {}
  async sendZclFrameToGroup() {}
  async sendZclFrameToAll() {}
}

function coordinatorAnswer(cluster) {
  switch (cluster) {
    case Zdo.ClusterId.ACTIVE_ENDPOINTS_REQUEST:
      return [0, { nwkAddress: 0, endpointList: [1] }];
    case Zdo.ClusterId.SIMPLE_DESCRIPTOR_REQUEST:
      return [
        0,
        {
          nwkAddress: 0,
          length: 8,
          endpoint: 1,
          profileId: HOME_AUTOMATION,
          deviceId: 5,
          deviceVersion: 0,
          inClusterList: [],
          outClusterList: [0x0101],
        },
      ];
    default:
      return [0, {}];
  }
}

Adapter.create = async (...options) => new AirAdapter(...options);
