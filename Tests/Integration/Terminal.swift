import JSONKit
import SystemKit
import TestSupport

/// One run of the program at a terminal of its own, which is its controlling terminal: keys become signals there as for a person.
struct TerminalRun {
    /// What the person does, one after the other.
    enum Act {
        /// Waits until this was shown since the last act.
        case see(String)
        case type(String)
        /// Waits until a file is there.
        case appears(String)
        /// Replaces a file.
        case write(String, path: String)
        /// Sends the program a signal.
        case signal(Int32)
        /// Types without waiting for the program: before it has been started, in effect.
        case typeAhead(String)
    }

    let code: Int32
    /// Both streams, and what was typed.
    let shown: String

    /// - Parameter size: rows and columns; nil: a terminal that does not say.
    init(
        _ arguments: [String], in fixture: Fixture, environment: [String: String], _ acts: [Act], seconds: Double = 120,
        size: (rows: Int, columns: Int)? = nil
    ) throws {
        let variables = JSONObject(environment.map { JSONMember(JSONString($0.key), $0.value.json) })
        let input: JSONValue = [
            "arguments": ([Checkout.program] + arguments).json, "environment": .object(variables),
            "acts": .array(acts.map(TerminalRun.document)), "seconds": seconds.json,
            "rows": (size?.rows).json, "columns": (size?.columns).json,
        ]
        let output = try PythonServer.run(
            TerminalRun.script, in: fixture, name: "terminal-\(UInt32.random(in: 0...UInt32.max))",
            arguments: [JSONWriter.compact.text(input)], seconds: seconds + 10)
        let result = try JSONReader().read(output)
        code = Int32(result["code"]?.int ?? -1)
        shown = result["shown"]?.text ?? ""
    }

    private static func document(_ act: Act) -> JSONValue {
        switch act {
        case .see(let text): ["see", text.json]
        case .type(let text): ["type", text.json]
        case .appears(let path): ["appears", path.json]
        case .write(let text, let path): ["write", text.json, path.json]
        case .signal(let number): ["signal", String(number).json]
        case .typeAhead(let text): ["ahead", text.json]
        }
    }

    private static let script = """
        import fcntl, json, os, pty, select, struct, sys, termios, time
        job = json.loads(sys.argv[1])
        acts = job["acts"]
        read_end, write_end = os.pipe()
        pid, terminal = pty.fork()
        if pid == 0:
            os.close(write_end)
            os.read(read_end, 1)  # what is typed ahead lies there before the program begins
            environment = {k: v for k, v in os.environ.items() if not k.startswith("JARVIS_")}
            environment.update(job["environment"], TERM="dumb")
            os.execve(job["arguments"][0], job["arguments"], environment)
        os.close(read_end)
        if job["rows"]: fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", job["rows"], job["columns"], 0, 0))
        while acts and acts[0][0] == "ahead":
            os.write(terminal, acts.pop(0)[1].encode())
        os.close(write_end)
        shown, start, limit = b"", 0, time.monotonic() + job["seconds"]
        while True:
            if time.monotonic() > limit:
                os.kill(pid, 9)
                sys.exit(f"waited in vain for {acts[:1]}: {shown.decode(errors='replace')}")
            progress = True
            while acts and progress:
                kind, text, *rest = acts[0]
                if kind == "see":
                    at = shown.find(text.encode(), start)
                    progress = at >= 0
                    if progress: start = at + len(text)
                elif kind == "appears":
                    progress = os.path.exists(text)
                elif kind == "signal":
                    os.kill(pid, int(text))
                elif kind == "write":
                    with open(rest[0], "w") as file: file.write(text)
                else:
                    os.write(terminal, text.encode())
                if progress: acts.pop(0)
            if not select.select([terminal], [], [], 0.02)[0]: continue
            try: data = os.read(terminal, 65536)
            except OSError: break
            if not data: break
            shown += data
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if acts: sys.exit(f"ended with {status} before {acts[0]}: {shown.decode(errors='replace')}")
        print(json.dumps({"code": status if status >= 0 else 128 - status, "shown": shown.decode(errors="replace")}))
        """
}
