// Tries comlink's way to make the host throw an object of its choosing.
// Comes back: crashed /a reply that is not due/
forge((id) => say({ id, type: "HANDLER", name: "throw", value: { isError: true, value: { message: "FORGED", name: "E", stack: "" } } }));
