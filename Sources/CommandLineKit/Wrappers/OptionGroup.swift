/// Arguments, options and flags kept in a type of their own, to be shared by several commands.
///
/// A command's own names win over a group's: a group's `-n` disappears where the command has a `-n` itself.
@propertyWrapper
public struct OptionGroup<Value: ParsableArguments>: Sendable, GroupSource {
    var cell: Cell<Value>
    /// The heading in the help; the group's options stand under `OPTIONS` when empty.
    public let title: String
    public let visibility: ArgumentVisibility

    public init(title: String = "", visibility: ArgumentVisibility = .default) {
        cell = Cell(Value())
        self.title = title
        self.visibility = visibility
    }

    public var wrappedValue: Value {
        get { cell.value ?? Value() }
        set { cell = Cell(newValue) }
    }

    var members: any ParsableArguments { wrappedValue }

    func validateMembers() throws {
        var members = wrappedValue
        try members.validate()
        cell.update { $0 = members }
    }
}
