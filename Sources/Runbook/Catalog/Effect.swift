/// What running a step does to the system it runs on.
///
/// `unknown` is not a middle value: what could not be classified is handled like `destroy`.
public enum Effect: String, Sendable, Hashable, CaseIterable {
    /// Looks and leaves everything as it was.
    case read
    /// Changes state in a way that the same program can change back.
    case change
    /// Loses something: data, evidence, or the availability of the whole service.
    case destroy
    /// A person's step: the program does nothing.
    case none
    /// Could not be classified.
    case unknown

    /// How dangerous the effect is; of several effects in one line the highest counts.
    public var danger: Int {
        switch self {
        case .none: 0
        case .read: 1
        case .change: 2
        case .destroy: 3
        case .unknown: 4
        }
    }

    /// The more dangerous of the two.
    public func combined(with other: Effect) -> Effect { danger >= other.danger ? self : other }
}
