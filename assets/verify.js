// Checks an official word in the visitor's browser, from three files of the ledger: the proof, the text with its salt,
// the verifier key. It says in words what agreed. A page of the server that lies could lie here too: /verify tells how
// to check without it.
'use strict';
(() => {
  const place = document.getElementById('verify');
  const entry = document.getElementById('entry');
  if (!place || !entry || !window.crypto || !crypto.subtle) return;
  const words = place.dataset;
  const utf8 = new TextEncoder();
  const join = (...parts) => {
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { out.set(part, at); at += part.length; }
    return out;
  };
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', join(...parts)));
  const from64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  const same = (a, b) => hex(a) === hex(b);
  const get = async (path) => {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(path);
    return answer.text();
  };
  const say = (text, good) => {
    const line = document.createElement('p');
    line.className = good ? 'good' : 'bad';
    line.textContent = (good ? '✓ ' : `✗ ${words.bad} `) + text;
    result.append(line);
  };

  // c2sp.org/tlog-proof: header, "extra", "index", hashes, an empty line, the signed checkpoint.
  const parse = (text) => {
    const end = text.indexOf('\n\n');
    const lines = text.slice(0, end).split('\n');
    const note = text.slice(end + 2);
    const split = note.lastIndexOf('\n\n');
    const index = lines.findIndex((line) => line.startsWith('index '));
    return { index: BigInt(lines[index].slice(6)), path: lines.slice(index + 1).map(from64),
             signed: note.slice(0, split + 1), signatures: note.slice(split + 2).trim().split('\n'),
             origin: note.split('\n')[0], size: BigInt(note.split('\n')[1]), root: from64(note.split('\n')[2]) };
  };

  // RFC 9162, section 2.1.3.2.
  const rootFrom = async (leaf, proof) => {
    let fn = proof.index, sn = proof.size - 1n, hash = leaf;
    if (fn > sn) return null;
    for (const beside of proof.path) {
      if (sn === 0n) return null;
      if ((fn & 1n) || fn === sn) {
        hash = await sha256([1], beside, hash);
        while (!(fn & 1n) && fn !== 0n) { fn >>= 1n; sn >>= 1n; }
      } else {
        hash = await sha256([1], hash, beside);
      }
      fn >>= 1n; sn >>= 1n;
    }
    return sn === 0n ? hash : null;
  };

  const signature = async (proof, vkey) => {
    const key = from64(vkey.trim().slice(vkey.indexOf('+', vkey.indexOf('+') + 1) + 1));
    const line = proof.signatures.find((one) => one.startsWith(`— ${proof.origin} `));
    if (!line || key[0] !== 1) return false;
    const bytes = from64(line.slice(line.lastIndexOf(' ') + 1)).slice(4);
    const known = await crypto.subtle.importKey('raw', key.slice(1), { name: 'Ed25519' }, false, ['verify']);
    return crypto.subtle.verify({ name: 'Ed25519' }, known, bytes, utf8.encode(proof.signed));
  };

  const check = async () => {
    const text = entry.textContent;
    const proof = parse(await get(words.proof));
    const leaf = await sha256([0], utf8.encode(text));
    const shownLeaf = [...document.querySelectorAll('dd code')].some((code) => code.textContent === hex(leaf));
    say(words.leaf, shownLeaf);
    const root = await rootFrom(leaf, proof);
    say(words.root, proof.index === BigInt(words.index) && root !== null && same(root, proof.root));
    if (words.body && words.bodyPath) {
      const body = JSON.parse(await get(words.bodyPath));
      const commit = await sha256(utf8.encode('hearback-body/v1\n'), from64(body.salt), utf8.encode(body.body));
      say(words.body, text.includes(`\nbody-commit sha256:${hex(commit)}\n`));
      const shown = document.getElementById('shown');
      if (shown) {
        const title = document.getElementById('title');
        const page = shown.dataset.titled ? `${title.textContent}\n\n${shown.textContent}` : shown.textContent;
        const plain = (s) => s.replace(/[\u0000-\u0008\u000b-\u001f]/g, '');
        say(words.shown, plain(page) === plain(body.body));
      }
    }
    try {
      say(words.signature, await signature(proof, await get('/ledger/vkey')));
    } catch {
      const line = document.createElement('p');
      line.textContent = words.unsigned;
      result.append(line);
    }
  };

  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.button;
  const result = document.createElement('div');
  result.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    result.replaceChildren();
    button.disabled = true;
    try {
      await check();
    } catch {
      const line = document.createElement('p');
      line.className = 'bad';
      line.textContent = words.cannot;
      result.append(line);
    }
    button.disabled = false;
  });
  place.append(button, result);
})();
