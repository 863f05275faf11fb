import OpsCommands

#if canImport(Glibc)
    import Glibc
#endif

// Not `exit`: a look may still be under way on a thread of its own when an error ends the program, and the libraries it uses (OpenSSL
// below libcurl) free their locks at `exit` beneath it. Everything that is written has been written by then: no stream here is buffered.
_exit(EntryPoint.run())
