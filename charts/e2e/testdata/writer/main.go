// Command writer looks for places where a container can write, and prints them. It looks everywhere but in what the kernel
// makes up, and tries what would let it out of its bounds.
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

func main() {
	_ = filepath.WalkDir("/", func(path string, d fs.DirEntry, err error) error {
		switch {
		case path == "/proc" || path == "/sys" || path == "/dev":
			return fs.SkipDir
		case err != nil:
			return nil
		case d.IsDir():
			file := filepath.Join(path, ".written")
			if os.WriteFile(file, []byte("written"), 0o600) == nil {
				fmt.Println(path)
				_ = os.Remove(file)
			}
		case d.Type().IsRegular():
			if f, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
				fmt.Println(path)
				_ = f.Close()
			}
		}
		return nil
	})
	if syscall.Setuid(0) == nil {
		fmt.Println("becomes root")
	}
	if syscall.Mount("none", "/tmp", "tmpfs", 0, "") == nil {
		fmt.Println("mounts")
	}
	if syscall.Unshare(syscall.CLONE_NEWUSER) == nil {
		fmt.Println("leaves its user namespace")
	}
}
