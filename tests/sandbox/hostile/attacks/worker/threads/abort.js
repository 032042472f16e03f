// Tries to end the process by an error nobody handles.
// Comes back: crashed|timeout /code 71|did not answer/
serve(() => { setTimeout(() => { throw new Error("on purpose"); }); return new Promise(() => {}); });
