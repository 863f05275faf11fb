public import SystemKit

/// A connection to one Redis server, used from one thread at a time.
public final class RedisConnection {
    public let address: RedisAddress
    private let socket: Socket
    private var reader: ReplyReader
    /// After a time-out or a broken reply nobody knows which answer comes next, so nothing more is asked.
    private var isUsable = true

    /// Connects, then sends AUTH and SELECT as the address asks for.
    ///
    /// - Throws: `RedisError`; `.reply("WRONGPASS")` for a wrong password.
    public static func connect(
        _ address: RedisAddress, deadline: Deadline, cancellation: Cancellation
    ) throws(RedisError) -> RedisConnection {
        let connection = try RedisConnection(address, deadline, cancellation)
        if let password = address.password {
            _ = try connection.command(
                ["AUTH"] + (address.user.map { [$0] } ?? []) + [password], deadline: deadline, cancellation: cancellation)
        }
        if address.database != 0 {
            _ = try connection.command(["SELECT", String(address.database)], deadline: deadline, cancellation: cancellation)
        }
        return connection
    }

    private init(_ address: RedisAddress, _ deadline: Deadline, _ cancellation: Cancellation) throws(RedisError) {
        self.address = address
        let places: [SocketAddress]
        switch address.endpoint {
        case .unixSocket(let path): places = [.unixSocket(path)]
        case .tcp(let host, let port):
            places = try NameLookup.addresses(host: host, port: port, deadline: deadline, cancellation: cancellation)
        }
        socket = try Socket(places, name: address.description, deadline: deadline, cancellation: cancellation)
        reader = try ReplyReader()
    }

    /// Sends one command and waits for its answer.
    ///
    /// - Throws: `RedisError`; an error reply as `.reply`. After any other error the connection is spent.
    public func command(_ arguments: [String], deadline: Deadline, cancellation: Cancellation) throws(RedisError) -> RedisReply {
        try command(arguments.map { Array($0.utf8) }, deadline: deadline, cancellation: cancellation)
    }

    /// The same with arguments of any bytes.
    public func command(_ arguments: [[UInt8]], deadline: Deadline, cancellation: Cancellation) throws(RedisError) -> RedisReply {
        guard isUsable else { throw RedisError(.closed, "the connection to \(address) was given up after an error") }
        guard !arguments.isEmpty else { throw RedisError(.protocolError, "a command has at least one word") }
        let reply: RedisReply
        do { reply = try exchange(arguments, deadline, cancellation) } catch {
            isUsable = false
            throw error
        }
        if case .error(let message) = reply { throw RedisError(reply: message) }
        return reply
    }

    private func exchange(_ arguments: [[UInt8]], _ deadline: Deadline, _ cancellation: Cancellation) throws(RedisError) -> RedisReply {
        if cancellation.isCancelled { throw RedisError(.cancelled, "the command was cancelled") }
        try socket.send(commandBytes(arguments), deadline: deadline, cancellation: cancellation)
        while true {
            if let reply = try reader.next() { return reply }
            try reader.feed(socket.receive(deadline: deadline, cancellation: cancellation))
            // A server that drips never makes a wait long enough to notice.
            if deadline.hasPassed { throw RedisError(.timedOut, "the answer of \(address) took longer than its deadline allows") }
        }
    }
}
