/**
 * Sources that took a compiler, parser or checker seconds, gigabytes or its stack, each under the size limit. They
 * come from an attack on this project, and from the bug lists of the tools.
 *
 * @module
 */

const list = (count: number, make: (index: number) => string, separator = "") =>
  Array.from({ length: count }, (_, index) => make(index)).join(separator);

const around = (open: string, count: number, inner: string, close: string) =>
  open.repeat(count) + inner + close.repeat(count);

const doubling = (count: number) =>
  `enum E{${
    list(count, (index) => index ? `a${index}=a${index - 1}+a${index - 1}` : `a0='xx'`, ",")
  }}`;

/** Name → the source beside an honest `f`. */
export const costlySources: Readonly<Record<string, string>> = {
  "an enum of doubling strings, 373 characters": doubling(34),
  "an enum of doubling strings, 458 characters": doubling(41),
  "an enum of doubling templates": `enum E{${
    list(30, (at) => at ? `a${at}=\`\${a${at - 1}}\${a${at - 1}}\`` : "a0='xx'", ",")
  }}`,
  "nested functions": around("function g(){", 520, "", "}"),
  "nested arrows with blocks": around("()=>{", 3_000, "", "}"),
  "nested arrows": `const g = ${"a=>".repeat(400)}1;`,
  "nested async arrows": `const g = ${"async a=>".repeat(2_000)}1;`,
  "conditions that read in two ways": `const g = ${"a?(b):c=>".repeat(24)}1;`,
  "such conditions with comments": `const g = ${"a?/**/(b)/**/:c=>".repeat(24)}1;`,
  "open assignments in parentheses": `const g = ${"(a=".repeat(280)}`,
  "closed assignments in parentheses": `const g = ${around("(a=", 280, "1", ")")}`,
  "nested default parameters": `const g = ${around("(a=", 100, "1", ")=>1")}`,
  "nested `using`": around("{using a=null;", 1_500, "", "}"),
  "nested classes with private names": around("class A{#a=1;m(){", 400, "", "}}"),
  "nested classes with static blocks": around("class A{static{", 700, "", "}}"),
  "awaits": "await 1;\n".repeat(15_000),
  "one name declared again and again": "let a;".repeat(30_000),
  "one variable assigned again and again": "a=1;".repeat(40_000),
  "free names": `const g = ${list(24_000, (at) => `n${at}`, "+")};`,
  "labels": `${"a:".repeat(8_000)}1;`,
  "parentheses": `const g = () => ${around("(", 60_000, "1", ")")};`,
  "arrays": `const g = () => ${around("[", 60_000, "", "]")};`,
  "open brackets": "[(".repeat(50_000),
  "blocks": `function g() ${around("{", 60_000, "", "}")}`,
  "sums": `const g = (a: number) => ${"a+".repeat(60_000)}a;`,
  "negations": `const g = (a: number) => ${"!".repeat(100_000)}a;`,
  "powers": `const g = (a: number) => ${"a**".repeat(40_000)}a;`,
  "commas": `const g = (a: number) => (${"a,".repeat(60_000)}a);`,
  "conditions": `const g = (a: number) => ${"a?1:".repeat(30_000)}1;`,
  "alternatives": `function g(a: number) { ${"if(a){}else ".repeat(12_000)}{} }`,
  "nested ifs": `function g(a: number) { ${around("if(a){", 900, "a++", "}")} }`,
  "nested loops": `function g(a: number) { ${around("for(;;){", 5_000, "a++", "}")} }`,
  "nested switches": `function g(a: number) { ${around("switch(a){case 1:", 3_000, "a++", "}")} }`,
  "nested tries": `function g(a: number) { ${around("try{", 5_000, "a++", "}finally{}")} }`,
  "calls": `const g = (a: any) => a${"()".repeat(60_000)};`,
  "members": `const g = (a: any) => a${".a".repeat(60_000)};`,
  "optional chains": `const g = (a: any) => a${"?.a".repeat(40_000)};`,
  "indexes": `const g = (a: any) => ${around("a[", 30_000, "0", "]")};`,
  "templates": "const g = () => " + around("`${", 30_000, "1", "}`"),
  "tagged templates": `const g = (a: any) => a${"`${1}`".repeat(20_000)};`,
  "objects": `const g = () => (${around("{a:", 30_000, "1", "}")});`,
  "patterns": `const g = (${around("[", 20_000, "a", "]")}) => 1;`,
  "object patterns": `const g = (${around("{a:", 20_000, "b", "}")}) => 1;`,
  "spreads": `const g = (a: any[]) => [${"...a,".repeat(30_000)}];`,
  "conditional spreads": `const g = (a: boolean) => ({${
    list(18, (at) => `...(a?{k${at}:1}:{}),`)
  }});`,
  "object spreads of unions": `const g = (a: any) => ({${
    list(200, (at) => `...(a?{k${at}:1}:a?{j${at}:2}:{}),`)
  }});`,
  "types in types": `type T = ${around("Array<", 20_000, "1", ">")};`,
  "tuples": `type T = ${around("[", 50_000, "1", "]")};`,
  "unions": `type T = ${list(20_000, (at) => `${at}`, "|")};`,
  "conditional types": `type T<A> = ${list(3_000, (at) => `A extends ${at} ? 1 : `)}0;`,
  "a type that counts without end":
    `type N<A extends 1[]> = A["length"] extends 900 ? A : N<[...A, 1]>; type M = N<[]>;
     type P<A extends 1[]> = [...N<A>, ...N<A>]; type Q = P<[]>["length"];`,
  "types that recur over a map":
    `type B = 0|1|2|3|4|5|6|7|8|9; type P<A extends B[], N> = A["length"] extends N ? A : { [K in B]: P<[...A, K], N> }[B];
     const p: P<[], 9> = 1 as never;`,
  "types of growing templates":
    `type D = "0"|"1"|"2"|"3"|"4"|"5"|"6"|"7"|"8"|"9"; type S = \`\${D}\${D}\${D}\${D}\`;
     const s: \`\${S}\${S}\` = "12345678";`,
  "mapped types of mapped types": `type K = ${
    list(300, (at) => `"k${at}"`, "|")
  }; type M<A extends string> = { [P in A]: { [Q in A]: [P, Q] } };
     type R = { [P in K]: M<K>[P] }; const r = {} as R; const x: R = { ...r, ...r };`,
  "generics that call each other": `${
    list(40, (at) => `function g${at}<A>(a: A) { return [a, a] as [A, A]; }`, "\n")
  }\nconst v = ${list(40, (at) => `g${at}(`)}1${")".repeat(40)};`,
  "overloads": `${
    list(4_000, (at) => `function o(a: ${at}): ${at};`)
  }function o(a: any): any { return a; }`,
  "decorators": `${"@a ".repeat(20_000)}class A {}`,
  "template of newlines": "const g = `" + "\n".repeat(150_000) + "`;",
  "a long line": `const g = "${"x".repeat(180_000)}";`,
  "quotes": `const g = ${"'".repeat(100_001)}`,
  "backslashes": `const g = "${"\\\\".repeat(90_000)}";`,
  "a regular expression of groups": `const g = /${around("(", 8_000, "a", ")")}/;`,
  "a regular expression of classes": `const g = /${"[a-z]".repeat(30_000)}/v;`,
  "a regular expression of names": `const g = /${list(8_000, (at) => `(?<n${at}>a)`)}/;`,
  "bigints": `const g = ${"9".repeat(180_000)}n;`,
  "comments": "/**/".repeat(45_000),
  "open comment": "/*".repeat(90_000),
  "line comments": "//\n".repeat(60_000),
  "exports": list(7_000, (at) => `export const e${at} = ${at};`),
  "imports": list(4_000, (at) => `import "m${at}";`),
  "enums": list(3_000, (at) => `enum E${at} { A = ${at}, B = A + 1 }`),
  "namespaces": around("namespace N {", 5_000, "export const a = 1;", "}"),
  "JSX that is none": "<a>".repeat(40_000),
  "type assertions": `const g = ${"<any>".repeat(30_000)}1;`,
  "as chains": `const g = 1${" as any".repeat(25_000)};`,
  "generators": around("function* g(){yield* ", 2_000, "1", "}"),
  "lone surrogates": `const g = "${"\ud800".repeat(60_000)}";`,
  "bidi controls": `const g = "${"\u202e\u2066".repeat(60_000)}";`,
  "null characters": "\0".repeat(100_000),
  "hash marks": "#".repeat(150_000),
};
