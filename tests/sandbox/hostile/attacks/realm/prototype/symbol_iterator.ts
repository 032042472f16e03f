// Tries to break trusted loops by patching iteration.
// Comes back: value /^\[ Map\(1\) \{ 1 => 2 \}, Set\(1\) \{ 3 \} \]$/
export function attack() { for (const p of [Array.prototype, Map.prototype, Set.prototype, String.prototype]) p[Symbol.iterator] = () => { throw new Error("broken"); }; Map.prototype.forEach = Set.prototype.forEach = () => { throw new Error("broken"); }; return [new Map().set(1, 2), new Set().add(3)]; }
