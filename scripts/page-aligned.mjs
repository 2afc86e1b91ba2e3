/** Windows programs in a form that Wine starts faster. */

const PAGE = 4096;

/**
 * The same program with each section of the file at a multiple of the page size. Wine maps such sections into memory, and
 * copies all others at each start: 70 MB of Node.js. Its signature is gone.
 * @param {Buffer} program in the PE32+ format
 */
export function pageAligned(program) {
  const pe = program.readUInt32LE(0x3c);
  const optional = pe + 24;
  const sections = optional + program.readUInt16LE(pe + 20);
  const headers = program.subarray(0, program.readUInt32LE(optional + 60));
  const parts = [headers, Buffer.alloc(upToPage(headers.length) - headers.length)];
  let length = upToPage(headers.length);
  headers.writeUInt32LE(PAGE, optional + 36); // FileAlignment
  headers.writeUInt32LE(length, optional + 60); // SizeOfHeaders
  headers.fill(0, optional + 144, optional + 152); // the place of the signature
  for (let i = 0; i < program.readUInt16LE(pe + 6); i++) {
    const size = sections + 40 * i + 16;
    const at = size + 4;
    const content = program.subarray(program.readUInt32LE(at)).subarray(0, program.readUInt32LE(size));
    if (content.length === 0) continue;
    const padded = upToPage(content.length);
    headers.writeUInt32LE(padded, size);
    headers.writeUInt32LE(length, at);
    parts.push(content, Buffer.alloc(padded - content.length));
    length += padded;
  }
  return Buffer.concat(parts);
}

function upToPage(bytes) {
  return Math.ceil(bytes / PAGE) * PAGE;
}
