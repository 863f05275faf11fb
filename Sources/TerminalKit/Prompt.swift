public import SystemKit

/// Placeholder until the room is merged.
public struct Prompt {
    public static var isPossible: Bool { false }
    public init(cancellation: Cancellation) {}
    public func yesNo(_ question: String) -> Bool? { nil }
    public func typedName(_ name: String, _ question: String) -> Bool? { nil }
}
