import OpsCommands

#if canImport(Glibc)
    import Glibc
#endif

exit(EntryPoint.run())
