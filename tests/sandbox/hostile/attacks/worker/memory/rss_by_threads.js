// Tries to get around the limit of one heap by having many.
// Comes back: crashed|timeout|value /./
// Takes 1500 ms
serve(async () => { for (let n = 0; n < 12; n++) new Worker("data:text/javascript," + encodeURIComponent("const a=[];for(;;)a.push(new Array(1e5).fill(a.length))"), { type: "module" }); for (;;) await new Promise((r) => setTimeout(r, 20)); });
