import JSONKit
import SystemKit
import TestSupport
import Testing

/// Output that nobody reads: the program waits for its reader, and a signal ends that wait as it ends every other.
@Suite(.ownThread) struct FullPipeTests {
    private static let commands = [
        ["list"], ["triage"], ["diagnose", "api-unresponsive"], ["show", "mesh"], ["mesh", "flags", "-o", "json"], ["lint"],
        ["mesh", "disable", "all", "--yes"], ["resolve", "api-unresponsive", "--yes"], ["doctor", "-o", "jsonl"],
    ]

    @Test("A full pipe that nobody reads does not stop a signal from working", arguments: commands, ["out", "err", "both", "socket"])
    func full(arguments: [String], stream: String) throws {
        try Fixture.with { fixture in
            for name in ["jarvis", "jarvis/data"] { try fixture.makeDirectory(name) }
            try fixture.write("JARVIS_USE_MESH_SYNC=0\n", to: "jarvis/.env")
            let output = try PythonServer.run(
                Self.script, in: fixture, name: "full",
                arguments: [stream, fixture.path("jarvis"), fixture.path("state"), Checkout.program] + arguments)
            // Those that write little to the one stream have ended before, by themselves.
            let result = try JSONReader().read(output)
            #expect(result["code"]?.int == 143 || result["ended"]?.bool == true, "\(output)")
        }
    }

    /// Starts the program on streams that are full, waits until it stands still or has ended, and sends it SIGTERM once.
    private static let script = """
        import fcntl, json, os, signal, socket, subprocess, sys, time
        stream, home, state, *argv = sys.argv[1:]
        if stream == "socket":
            near, far = socket.socketpair()
            full = far.detach()
        else:
            near, full = os.pipe()
        flags = fcntl.fcntl(full, fcntl.F_GETFL)
        fcntl.fcntl(full, fcntl.F_SETFL, flags | os.O_NONBLOCK)
        for size in (4096, 1):
            try:
                while True: os.write(full, b"x" * size)
            except BlockingIOError: pass
        fcntl.fcntl(full, fcntl.F_SETFL, flags)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("JARVIS_")}
        environment.update(JARVIS_HOME=home, XDG_STATE_HOME=state, JARVIS_API_URL="http://127.0.0.1:1")
        child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, env=environment,
                                 stdout=subprocess.DEVNULL if stream == "err" else full,
                                 stderr=subprocess.DEVNULL if stream == "out" else full)
        def caught():
            try: lines = open(f"/proc/{child.pid}/status").read().split("\\n")
            except OSError: return False
            mask = [int(line.split()[1], 16) for line in lines if line.startswith("SigCgt")]
            return bool(mask) and mask[0] & 1 << signal.SIGTERM - 1
        def used(): return open(f"/proc/{child.pid}/stat").read().rsplit(")", 1)[1].split()[11:13]
        still, before = 0, None
        while child.poll() is None and still < 20:
            now = used()
            still = still + 1 if now == before and caught() else 0
            before = now
            time.sleep(0.02)
        ended = child.poll() is not None
        if not ended: child.send_signal(signal.SIGTERM)
        try: code = child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
            code = -1
        print(json.dumps({"code": code, "ended": ended}))
        """
}
