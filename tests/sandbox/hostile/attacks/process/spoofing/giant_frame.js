// Tries to make the host allocate four gigabytes.
// Comes back: crashed /a frame holds/
forge(() => raw("", 0xfffffff0));
