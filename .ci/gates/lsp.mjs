// A small client for a language server over stdio: JSON-RPC 2.0 with
// Content-Length frames, and nothing that the gate does not use.
import { spawn } from 'node:child_process';

export class Client {
  #buffer = Buffer.alloc(0);
  #calls = new Map(); // request id -> {resolve, reject}
  #diagnostics = new Map(); // document uri -> {resolve, reject}
  #lastId = 0;
  #dead = null;

  // `settings` answers the server's workspace/configuration requests, by section.
  constructor(script, settings) {
    this.settings = settings;
    this.child = spawn(process.execPath, [script, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdout.on('data', (chunk) => this.#read(chunk));
    this.child.stdin.on('error', () => {}); // reported by 'exit'
    this.child.on('error', (error) => this.#die(error));
    this.child.on('exit', (code, signal) => this.#die(new Error(`the server ended (${signal ?? code})`)));
  }

  kill() { this.child.kill('SIGKILL'); }

  request(method, params) {
    return new Promise((resolve, reject) => {
      if (this.#dead) return reject(this.#dead);
      const id = ++this.#lastId;
      this.#calls.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  notify(method, params) { this.#send({ method, params }); }

  open(uri, text) {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
  }

  close(uri) { this.notify('textDocument/didClose', { textDocument: { uri } }); }

  // The first diagnostics published for a document; use one uri per text.
  async check(uri, text) {
    const published = new Promise((resolve, reject) => {
      if (this.#dead) return reject(this.#dead);
      this.#diagnostics.set(uri, { resolve, reject });
    });
    this.open(uri, text);
    const result = await published;
    this.close(uri);
    return result;
  }

  #send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }), 'utf8');
    this.child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin.write(body);
  }

  #read(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = /Content-Length: *(\d+)/i.exec(this.#buffer.toString('latin1', 0, end));
      if (!length) return this.#die(new Error('a frame without Content-Length'));
      const start = end + 4;
      const stop = start + Number(length[1]);
      if (this.#buffer.length < stop) return;
      const body = this.#buffer.toString('utf8', start, stop);
      this.#buffer = this.#buffer.subarray(stop);
      this.#receive(JSON.parse(body));
    }
  }

  #receive({ id, method, params, result, error }) {
    if (method && id !== undefined) { // the server asks
      const items = method === 'workspace/configuration' ? params.items : null;
      this.#send({ id, result: items ? items.map((i) => this.settings[i.section] ?? null) : null });
    } else if (method === 'textDocument/publishDiagnostics') {
      this.#diagnostics.get(params.uri)?.resolve(params.diagnostics);
      this.#diagnostics.delete(params.uri);
    } else if (!method) {
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      if (error) call?.reject(new Error(`${error.code} ${error.message}`));
      else call?.resolve(result);
    }
  }

  #die(error) {
    this.#dead ??= error;
    for (const waiting of [...this.#calls.values(), ...this.#diagnostics.values()]) waiting.reject(this.#dead);
    this.#calls.clear();
    this.#diagnostics.clear();
  }
}
