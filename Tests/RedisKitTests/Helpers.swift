import RedisKit
import SystemKit
import TestSupport

func connect(_ text: String, deadline: Deadline = .generous) throws -> RedisConnection {
    try RedisConnection.connect(RedisAddress.parse(text), deadline: deadline, cancellation: Cancellation())
}

extension RedisConnection {
    @discardableResult
    func ask(_ words: String..., deadline: Deadline = .generous) throws -> RedisReply {
        try command(words, deadline: deadline, cancellation: Cancellation())
    }
}

/// The error that `body` ends with; nil when it ends well.
func redisError<Value>(_ body: () throws -> Value) -> RedisError? {
    do { _ = try body() } catch { return error as? RedisError }
    return nil
}

/// Answers every connection with the given bytes and then keeps it open (or closes it).
func fakeServer(answering bytes: [UInt8], thenClose: Bool, in fixture: Fixture) throws -> PythonServer {
    let script = """
        import socket, sys, time
        s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(5)
        print('ready', s.getsockname()[1])
        while True:
            c, _ = s.accept()
            c.recv(65536)
            try:
                c.sendall(bytes.fromhex(sys.argv[1]))
                if sys.argv[2] == 'keep': time.sleep(3600)
            except OSError: pass
            c.close()
        """
    let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return try PythonServer(script, in: fixture, arguments: [hex, thenClose ? "close" : "keep"])
}
