/// How many hosts are changed at a time: first a few, then the rest.
public struct Batches: Sendable, Hashable {
    enum Size: Sendable, Hashable {
        case hosts(Int)
        case percent(Int)
    }

    /// As somebody wrote them.
    public let text: String
    let sizes: [Size]

    /// One, then a tenth, then the rest.
    public static let standard = Batches(text: "1,10%,100%", sizes: [.hosts(1), .percent(10), .percent(100)])

    private init(text: String, sizes: [Size]) { (self.text, self.sizes) = (text, sizes) }

    /// `1,10%,100%`: whole numbers of hosts, or of hundredths of all; the last is repeated. nil for anything else.
    public init?(_ text: String) {
        var sizes: [Size] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let isPercent = word.hasSuffix("%")
            guard let number = Int(isPercent ? word.dropLast() : word), number > 0, !isPercent || number <= 100 else { return nil }
            sizes.append(isPercent ? .percent(number) : .hosts(number))
        }
        guard !sizes.isEmpty else { return nil }
        self.init(text: text, sizes: sizes)
    }

    /// The hosts in their order, cut; none is empty.
    public func cut(_ hosts: [String]) -> [[String]] {
        var rest = hosts[...]
        var batches: [[String]] = []
        while !rest.isEmpty {
            guard let size = sizes.indices.contains(batches.count) ? sizes[batches.count] : sizes.last else { break }
            let count =
                switch size {
                case .hosts(let count): count
                // A tenth of five hosts is one.
                case .percent(let part): max(1, hosts.count * part / 100)
                }
            batches.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return batches
    }
}
