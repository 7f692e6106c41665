"""What a package may ask of a machine: every limit by name, with its unit, and why it stands where it does."""

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB
TIB = 1024 * GIB

FORMAT = 1  # of the package, the manifest, the course and the quiz documents; a reader refuses a larger one
CHUNK_BYTES = MIB  # files above this size are hashed in chunks of it, so that a seek costs one chunk

# A .course file
PACKAGE_BYTES_MAX = 4 * TIB
MEMBERS_MAX = 200_000
MANIFEST_BYTES_MAX = 128 * MIB  # 200,000 names of ordinary length need 40 MB
SIGNATURE_BYTES_MAX = 4 * KIB
COURSE_BYTES_MAX = 128 * MIB
QUIZ_BYTES_MAX = 16 * MIB
DIRECTORY_BYTES_MAX = 128 * MIB  # the ZIP directory at the end

# Names
NAME_BYTES_MAX = 512  # UTF-8, the whole path
SEGMENT_BYTES_MAX = 255  # UTF-8, one folder or file name: what every file system takes
FOLDERS_MAX = 32  # how deep

# A foreign archive (to import from)
ARCHIVE_MEMBERS_MAX = 100_000
ARCHIVE_BYTES_MAX = 64 * GIB
MEMBER_UNPACKED_BYTES_MAX = 16 * GIB
UNPACKED_BYTES_MAX = 64 * GIB  # all members together
RATIO_MAX = 200  # unpacked / packed, of a member and of the whole; text reaches 20, honest pictures of one colour 100
RATIO_FREE_BYTES = MIB  # below this a member is harmless whatever its ratio
