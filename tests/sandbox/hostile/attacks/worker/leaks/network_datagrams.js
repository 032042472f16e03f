// Tries to send datagrams by Node's names.
// Comes back: value|crashed|timeout /^held$|Requires net access/
// Takes 600 ms
serve(async ({ port }) => {
  const socket = (await import("node:dgram")).createSocket("udp4");
  return await tryAll({ send: () => new Promise((yes, no) => { socket.on("error", no); socket.send("PWNED", port, "127.0.0.1", (error) => error ? no(error) : yes("sent")); setTimeout(no, 300); }) });
});
