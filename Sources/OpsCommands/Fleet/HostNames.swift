internal import TerminalKit

/// Names of hosts in a sentence: foreign, and maybe many.
enum HostNames {
    /// `web1, web2 and 198 more`.
    static func text(_ hosts: [String], most: Int) -> String {
        let shown = hosts.prefix(most).map { Sanitizer.line($0) }.joined(separator: ", ")
        return hosts.count > most ? "\(shown) and \(hosts.count - most) more" : shown
    }
}

extension Sequence {
    /// Those that are alike together, in the order in which the first of each came.
    func grouped<Key: Hashable>(by key: (Element) -> Key) -> [(key: Key, members: [Element])] {
        var places: [Key: Int] = [:]
        var groups: [(key: Key, members: [Element])] = []
        for element in self {
            let own = key(element)
            if let place = places[own] {
                groups[place].members.append(element)
            } else {
                places[own] = groups.count
                groups.append((own, [element]))
            }
        }
        return groups
    }
}
