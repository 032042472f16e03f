// Tries a result, a console line and a message that look like the protocol.
// Comes back: value /"id":"1","type":"RAW"/
export function attack() { const frame = '\u0010\u0000\u0000\u0000{"id":"1","type":"RAW","value":"[{\\"kind\\":\\"value\\",\\"value\\":\\"FORGED\\"}]"}'; console.log(frame); console.error('"}],"kind":"value'); return frame; }
