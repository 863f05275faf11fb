/// What lies in a stream, read through an implementation of the protocol that shares nothing with libnats.
public enum NATSStream {
    /// The bodies of the messages in `JARVIS_MESH`, in its order, in hexadecimal digits.
    ///
    /// - Parameter port: of a nats-server on 127.0.0.1.
    public static func meshBodies(port: Int, in fixture: Fixture) throws -> [String] {
        let script = """
            import base64
            nats = NATS(int(sys.argv[1]))
            ask = lambda subject, value: json.loads(nats.request('$JS.API.' + subject, json.dumps(value).encode()))
            state = ask('STREAM.INFO.JARVIS_MESH', {})['state']
            for number in range(state['first_seq'], state['last_seq'] + 1) if state['messages'] else []:
                message = ask('STREAM.MSG.GET.JARVIS_MESH', {'seq': number})['message']
                assert message['subject'] == 'jarvis.mesh.sync', message
                print(base64.b64decode(message['data']).hex())
            """
        let output = try PythonServer.run(natsPython + script, in: fixture, name: "stream-bodies", arguments: [String(port)])
        return output.split(separator: "\n").map(String.init)
    }
}
