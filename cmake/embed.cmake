# hb_embed(OUT PATH...): every file at or below the PATHs becomes read-only bytes of the binary, found by app/embedded.h under
# its path in the tree. Sets HB_EMBEDDED_SOURCES. A change of any of the files is a change of the generated assembly.
function(hb_embed out)
  set(files)
  foreach(dir ${ARGN})
    if(IS_DIRECTORY ${CMAKE_SOURCE_DIR}/${dir})
      file(GLOB_RECURSE found CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${dir}/*)
    else()
      set(found ${CMAKE_SOURCE_DIR}/${dir})
    endif()
    list(APPEND files ${found})
  endforeach()
  add_custom_command(
    OUTPUT ${out}.S ${out}.cpp
    COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/embed.py ${CMAKE_SOURCE_DIR} ${out} ${ARGN}
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/tools/embed.py
    COMMENT "embedding resources")
  set(HB_EMBEDDED_SOURCES ${out}.S ${out}.cpp PARENT_SCOPE)
endfunction()
