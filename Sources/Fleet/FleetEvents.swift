internal import DigestKit
internal import JSONKit
internal import SystemKit

/// What Ansible says of the hosts, and what they answered.
struct FleetEvents {
    /// All whose turn it was to be, in the order of the inventory.
    private(set) var hosts: [String] = []
    private let place: String
    private var started: Set<String> = []
    private var ended: [String: HostAnswer] = [:]
    /// Bytes of Ansible's output that were read.
    private var bytesRead = 0
    /// Its own words, for people.
    private var words: [String] = []

    init(place: String) { self.place = place }

    static func file(in place: String) -> String { place + "/said" }

    /// Takes what was said since the last time; a line that has not ended waits.
    mutating func read(_ each: (Ansible.Event) -> Void) {
        // Most of the time nothing was said.
        let file = FleetEvents.file(in: place)
        guard Files.size(file) ?? 0 > bytesRead, let said = try? Files.read(file), said.count > bytesRead else { return }
        let new = said[bytesRead...]
        guard let end = new.lastIndex(of: UInt8(ascii: "\n")) else { return }
        bytesRead = end + 1
        for line in new[...end].split(separator: UInt8(ascii: "\n")) { take(Array(line), each) }
    }

    private mutating func take(_ line: [UInt8], _ each: (Ansible.Event) -> Void) {
        guard line.first == UInt8(ascii: "{"), let event = try? JSONReader().read(line), let name = event["event"]?.text else {
            words.append(String(decoding: line, as: UTF8.self))
            return
        }
        if name == "hosts" {
            hosts = event["hosts"]?.array?.compactMap(\.text) ?? []
            return each(.hosts(hosts))
        }
        guard let host = event["host"]?.text, ended[host] == nil else { return }
        if name == "started" {
            started.insert(host)
            return each(.started(host))
        }
        var answer = kept(host)
        // Before the connection is made there is no file to say it.
        if name == "unreachable", answer.state != .unreachable || answer.because == nil {
            answer = HostAnswer(host: host, state: .unreachable, because: event["because"]?.text)
        }
        ended[host] = answer
        each(.ended(answer))
    }

    private func kept(_ host: String) -> HostAnswer {
        let path = "\(place)/answers/\(SHA256.hex(Array(host.utf8))).json"
        guard let bytes = try? Files.read(path), let file = try? JSONReader().read(bytes) else {
            return HostAnswer(host: host, state: .invalid, because: "its answer was not kept")
        }
        return HostAnswer(host: host, file: file)
    }

    /// One answer for every host, in the order of the inventory.
    func answers(isStopped: Bool) -> [HostAnswer] {
        hosts.map { host in
            if let answer = ended[host] { return answer }
            if started.contains(host) {
                return HostAnswer(
                    host: host, state: .unknown, because: isStopped ? "stopped while it was at work" : "Ansible ended before it did")
            }
            return HostAnswer(host: host, state: .notBegun)
        }
    }

    /// Why there is no host.
    var failure: Ansible.Failure {
        let said = words.suffix(6).joined(separator: "\n")
        let isEmpty = ["no hosts matched", "Could not match supplied host pattern", "provided hosts list is empty", "hosts and/or --limit"]
        return isEmpty.contains { said.contains($0) } ? .noHosts(said) : .failed(said)
    }
}
