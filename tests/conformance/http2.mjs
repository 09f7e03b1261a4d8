// Asks a server by HTTP/2 without TLS, as callers do that know no other, and prints what each is told, as JSON.
import { connect } from "node:http2";

const [, , , address] = process.argv;
const asked = [
  { ":method": "GET", ":path": "/" },
  { ":method": "POST", ":path": "/shop.Cart/Add", "content-type": "application/grpc", te: "trailers" },
];
const session = connect(address);
session.on("error", fail);
setTimeout(() => fail(new Error("no answer within 20 seconds")), 20_000).unref();

const told = await Promise.all(asked.map(ask));
console.log(JSON.stringify(told));
session.close();

function ask(headers) {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers);
    let answer, body = "";
    stream.setEncoding("utf8");
    stream.on("response", (headers) => (answer = headers));
    stream.on("data", (chunk) => (body += chunk));
    stream.on("error", reject);
    stream.on("end", () =>
      resolve({ status: answer[":status"], retryAfter: answer["retry-after"], cacheControl: answer["cache-control"], body }),
    );
    stream.end();
  });
}

function fail(error) {
  console.error(error.message);
  process.exit(1);
}
